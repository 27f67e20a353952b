import { awsSection } from '@lithops/aws';
import { defineComputePlugin } from '@lithops/core/spec';
import { lambdaPolicies } from './policy/statements.js';
import { lambdaSection } from './settings/lambda-section.js';
import { settingsOf } from './settings/lambda-settings.js';

/**
 * `backend: aws_lambda`: each activation is one invocation of a Lambda function, which is deployed when it is first needed.
 * Its keys are those of section `aws_lambda`, with what section `aws` says where its own says nothing.
 *
 * @example
 * await using exec = new FunctionExecutor({
 *   backend: awsLambda({ executionRole: 'arn:aws:iam::123456789012:role/lithops', region: 'eu-west-1' }),
 *   storage: awsS3({ storageBucket: 'my-lithops-data' }),
 * });
 */
export const awsLambda = defineComputePlugin({
  name: 'aws_lambda',
  section: lambdaSection,
  shared: { aws: awsSection },
  worker: new URL('./worker.js', import.meta.url),
  async create(section, context) {
    const settings = settingsOf(section);
    // The SDK takes its time to load: only who runs something there pays for it.
    const { openBackend } = await import('./lambda-backend.js');
    return openBackend(settings, context);
  },
  policies: (section) => lambdaPolicies(section),
});
