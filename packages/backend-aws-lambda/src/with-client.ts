import { checkGivenClient } from '@lithops/aws';
import { LithopsError } from '@lithops/core';
import type { ComputePlugin, SectionConfig } from '@lithops/core/spec';
import type { GivenClient } from './given-client.js';
import { awsLambda, open } from './plugin.js';
import type { lambdaSection } from './settings/lambda-section.js';

/**
 * The same backend over a client of your own, which stays open, or with options for one, which win over the configuration:
 * for credentials, endpoints or proxies that no key of the configuration can name.
 *
 * @example
 * import { LambdaClient } from '@aws-sdk/client-lambda';
 * import { awsLambda, withClient } from '@lithops/backend-aws-lambda';
 * import { FunctionExecutor } from '@lithops/core';
 *
 * const client = new LambdaClient({ region: 'eu-west-1', maxAttempts: 5 });
 * const backend = withClient(awsLambda({ executionRole: 'arn:aws:iam::123456789012:role/lithops' }), client);
 * await using exec = new FunctionExecutor({ backend, storage: 'aws_s3' });
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for a client of another service, or another backend.
 */
export function withClient(plugin: ComputePlugin, client: GivenClient): ComputePlugin {
  checkGivenClient('Lambda', client);
  if (plugin.name !== awsLambda.name) throw notOurs(plugin.name);
  return {
    ...plugin,
    create(checked, context) {
      const values: Readonly<Record<string, SectionConfig<typeof lambdaSection>>> = checked;
      const own = values[plugin.name];
      if (own === undefined)
        throw new TypeError(`Expected the section "${plugin.name}" to create the backend from.`);
      return open(own, context, client);
    },
  };
}

function notOurs(name: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected awsLambda(…) to give a client to, got the backend "${name}".`,
  });
}
