import { randomUUID } from 'node:crypto';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { configurationOf, Installation } from './support/command.js';
import { cloud } from './support/lambda.js';

const good = { code: 0, stderr: '' };

describe.skipIf(whyNoS3 !== undefined)(`the command line on Lambda ${whyNoS3 ?? ''}`, () => {
  it('lithops hello -b aws_lambda -s aws_s3 greets from a function, with variables and a role alone', async () => {
    const aws = await cloud({ s3: s3UnderTest() });
    const user = await Installation.with('', {
      ...aws.env,
      LITHOPS__AWS_LAMBDA__EXECUTION_ROLE: `arn:aws:iam::${aws.accountId}:role/lithops`,
    });
    const { stdout, ...ended } = await user.lithops('hello', '-b', 'aws_lambda', '-s', 'aws_s3');
    expect(ended).toEqual(good);
    expect(stdout).toMatch(/^Hello .*, from a worker!\n\n {2}backend {3}aws_lambda\n {2}storage {3}aws_s3, /);
    expect(aws.requests.count({ operation: 'Invoke', status: 200 })).toBe(1);
  });

  it('lithops test runs a map, a mapReduce, the storage and an error through functions and S3', async () => {
    const aws = await cloud({ s3: s3UnderTest() });
    const bucket = `test-${randomUUID()}`;
    const user = await Installation.with(configurationOf(aws, bucket, '  max_workers: 4\n'), aws.env);
    expect(await user.lithops('storage', 'create', bucket)).toMatchObject(good);
    const { stdout, ...ended } = await user.lithops('test', '--json');
    expect(ended).toEqual(good);
    const { ok, tests } = JSON.parse(stdout);
    expect(ok).toBe(true);
    expect(tests.map(({ name }: { readonly name: string }) => name)).toEqual([
      'map',
      'mapReduce',
      'storage',
      'errors',
    ]);
  });

  it('lithops clean finds nothing where all ended well', async () => {
    const aws = await cloud({ s3: s3UnderTest() });
    const bucket = `test-${randomUUID()}`;
    const user = await Installation.with(configurationOf(aws, bucket), aws.env);
    expect(await user.lithops('storage', 'create', bucket)).toMatchObject(good);
    expect(await user.lithops('hello')).toMatchObject(good);
    expect(await user.lithops('clean', '--json')).toEqual({ ...good, stdout: '[]\n' });
  });
});
