import { FunctionExecutor } from '@lithops/core';
import { memoryStorage } from '@lithops/core/testing';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { onTestFinished } from 'vitest';

export type Section = Readonly<Record<string, unknown>>;

/** As they stand in a file. */
export interface Sections {
  readonly aws?: Section;
  readonly aws_lambda?: Section;
}

export const roleArn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

/** An executor with these keys, and those that it needs; it ends with the test. */
export function executorOf(aws: AwsCloud, { aws: shared, aws_lambda: own }: Sections): FunctionExecutor {
  const { accessKeyId, secretAccessKey } = aws.credentials;
  const keys = { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
  const region = own !== undefined && 'region_name' in own ? {} : { region: 'us-east-1' };
  const sections = {
    aws: { ...keys, ...shared },
    aws_lambda: {
      execution_role: roleArn('lithops'),
      endpoint: aws.endpoint,
      ...(shared?.['region'] === undefined && region),
      ...own,
    },
  };
  const config = JSON.parse(JSON.stringify({ lithops: { backend: 'aws_lambda' }, ...sections }));
  const exec = new FunctionExecutor({ config, storage: memoryStorage() });
  onTestFinished(() => exec.close());
  return exec;
}
