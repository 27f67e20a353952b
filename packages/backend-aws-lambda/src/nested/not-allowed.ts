import { isLithopsError } from '@lithops/core';
import { TransportError } from '@lithops/core/spec';

/** The error, or, where the role of the function lacks the right to invoke it, one that says which line that takes. */
export function asNotAllowed(name: string, error: unknown): unknown {
  if (!(error instanceof TransportError) || !isLithopsError(error.cause, 'LITHOPS_ACCESS_DENIED'))
    return error;
  const statement = {
    Effect: 'Allow',
    Action: 'lambda:InvokeFunction',
    Resource: `arn:aws:lambda:*:*:function:${name}`,
  };
  return new TransportError(
    'rejected',
    `Expected the role of the function ${name} to be allowed to invoke it, because a call opened an executor, or for "remote_invoker"; it is not. ` +
      `Add to the role's policy, all of which \`lithops policy role\` prints: ${JSON.stringify(statement)}. Or do without: calls may return ctx.map(…), which the client runs.`,
    { cause: error.cause },
  );
}
