import { computeBackendSuite } from '@lithops/conformance';
import { type AwsCloud, startAwsCloud } from '@lithops/testing-aws-cloud';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { lambda, ownStore } from './support/lambda.js';

describe.skipIf(whyNoS3 !== undefined)(`aws_lambda ${whyNoS3 ?? ''}`, () => {
  let aws: AwsCloud;
  beforeAll(async () => {
    aws = await startAwsCloud();
    // Logs and images are of other services, which the SDK finds by itself.
    vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
  });

  computeBackendSuite(
    { describe, it, beforeAll, afterAll },
    { create: () => lambda(aws), storage: ownStore(), teardown: () => aws.stop() },
  );
});
