import { awsSection } from '@lithops/aws';
import {
  type ActivationBackend,
  type ComputePlugin,
  defineComputePlugin,
  type Factory,
  type PluginContext,
  type SectionConfig,
} from '@lithops/core/spec';
import type { GivenClient } from './given-client.js';
import { lambdaPolicies } from './policy/statements.js';
import { lambdaSection } from './settings/lambda-section.js';
import { settingsOf } from './settings/lambda-settings.js';

/**
 * `backend: aws_lambda`: each activation is one invocation of a Lambda function, which is deployed when it is first needed.
 * Its keys are those of section `aws_lambda`, with what section `aws` says where its own says nothing.
 *
 * @example
 * import { awsLambda } from '@lithops/backend-aws-lambda';
 * import { FunctionExecutor } from '@lithops/core';
 * import { awsS3 } from '@lithops/storage-s3';
 *
 * await using exec = new FunctionExecutor({
 *   backend: awsLambda({ executionRole: 'arn:aws:iam::123456789012:role/lithops', region: 'eu-west-1' }),
 *   storage: awsS3({ storageBucket: 'my-lithops-data' }),
 * });
 */
export const awsLambda: Factory<typeof lambdaSection, ComputePlugin> = defineComputePlugin({
  name: 'aws_lambda',
  section: lambdaSection,
  shared: { aws: awsSection },
  worker: new URL('./worker.js', import.meta.url),
  create: (section, context) => open(section, context),
  policies: lambdaPolicies,
});

/** @param client to be used instead of one of its own, or options for that one */
export async function open(
  section: SectionConfig<typeof lambdaSection>,
  context: PluginContext,
  client?: GivenClient,
): Promise<ActivationBackend> {
  const settings = settingsOf(section);
  // The SDK takes its time to load: only who runs something there pays for it.
  const { openBackend } = await import('./lambda-backend.js');
  return openBackend(settings, context, client);
}
