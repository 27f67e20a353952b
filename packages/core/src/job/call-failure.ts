import { CallError } from '../errors/call-error.js';
import { formatCallId } from '../storage/key-layout.js';
import { messageOf } from '../util/thrown.js';

/**
 * Whatever a call failed with, as a {@link CallError}: one of ours as it is, anything the function threw as the `cause`
 * of `LITHOPS_CALL_FAILED`.
 */
export function callErrorOf(
  reason: unknown,
  call: { readonly index: number; readonly attempt: number },
): CallError {
  if (reason instanceof CallError) return reason;
  const { index, attempt } = call;
  const message = messageOf(reason);
  return new CallError({
    code: 'LITHOPS_CALL_FAILED',
    message: `Call ${index} failed: ${message}`,
    cause: reason,
    isRetryable: true,
    callId: formatCallId(index),
    index,
    attempt,
  });
}

/** The frames of the user's own code: what the worker's machinery adds below them says nothing to a user. */
export function userFrames(stack: string): string {
  const lines = stack.split('\n');
  const end = lines.findIndex((line) => /^\s+at .*\blithopsCall(Result)?\b/.test(line));
  return end < 0 ? stack : lines.slice(0, end).join('\n');
}

/** Where a remote error happened, as a last line of its stack. */
export function remoteFrame(jobName: string, index: number, attempt: number, worker: string): string {
  return `\n    at call ${formatCallId(index)} of ${jobName} (attempt ${attempt}, worker ${worker})`;
}
