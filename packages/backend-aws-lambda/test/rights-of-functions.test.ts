import { FunctionExecutor } from '@lithops/core';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { Installation } from './support/command.js';
import { otherServicesOf } from './support/docker.js';
import { cloud, executor } from './support/lambda.js';
import { actionsOf, policiesOf } from './support/policies.js';

/** What functions ask as their role. */
function askedByFunctions(aws: AwsCloud): readonly string[] {
  const theirs = [...aws.requests].filter(({ accessKeyId }) => accessKeyId !== aws.credentials.accessKeyId);
  return [...new Set(theirs.flatMap(({ actions }) => actions))].sort();
}

describe.skipIf(whyNoS3 !== undefined)(`the rights of functions ${whyNoS3 ?? ''}`, () => {
  it('are what they do themselves, and no more', async () => {
    const { role } = await policiesOf(await Installation.with('', {}));
    const granted = actionsOf(role);
    const aws = await cloud({ roles: [{ name: 'lithops', allow: granted }] });
    otherServicesOf(aws);
    const nested = async (n: number): Promise<number> => {
      await using direct = new FunctionExecutor({ monitoring: 'direct' });
      await using byStorage = new FunctionExecutor({ monitoring: 'storage' });
      console.log('nesting');
      const add = (x: number): number => x + 1;
      return (await direct.callAsync(add, n)) + (await byStorage.callAsync(add, n));
    };
    const answering = executor(aws).callAsync(nested, 1);
    expect(await answering).toBe(4);
    expect(await answering.logs()).toContain('nesting');
    expect(await executor(aws, {}, { monitoring: 'storage' }).callAsync(nested, 2)).toBe(6);
    expect(await executor(aws, { remoteInvoker: true }).map((n: number) => -n, [1, 2])).toEqual([-1, -2]);
    // Logs are written by Lambda, as the role, and S3 is another service here.
    expect(askedByFunctions(aws)).toEqual(
      granted.filter((action) => !action.startsWith('logs:') && !action.startsWith('s3:')),
    );
  });
});
