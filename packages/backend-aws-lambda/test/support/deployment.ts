import { createHash } from 'node:crypto';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { withoutNodeWarning } from '@lithops/aws';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { onTestFinished } from 'vitest';
import { CodeArchive } from '../../src/deploy/code-archive.js';
import { Deployment } from '../../src/deploy/deployment.js';
import type { FunctionPlan } from '../../src/deploy/function-plan.js';
import { roleArn } from './sections.js';

/** An archive with nothing in it: these functions are never run. */
const archive = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };

const plan: FunctionPlan = {
  name: 'lithops-of-test',
  code: {
    kind: 'zip',
    archive: new CodeArchive(archive, { log: silent, storage: undefined }),
    sha256: createHash('sha256').update(archive).digest('base64'),
  },
  configuration: {
    Role: roleArn('lithops'),
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    MemorySize: 256,
    Timeout: 180,
    EphemeralStorage: { Size: 512 },
    Environment: { Variables: {} },
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
    FileSystemConfigs: [],
  },
  architectures: ['x86_64'],
  tags: {},
};

/**
 * Deploys as the backend does, but for the tries of the SDK and how long a role is waited for, which take their time.
 * @returns what was logged
 */
export async function deploy(
  { endpoint, region, credentials }: AwsCloud,
  roleMs = 60_000,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const client = withoutNodeWarning(
    () => new LambdaClient({ endpoint, region, credentials, maxAttempts: 1 }),
  );
  onTestFinished(() => client.destroy());
  const log = { ...silent, warn: (message: string) => void lines.push(message) };
  const patience = { readyMs: 60_000, busyMs: 60_000, roleMs };
  await new Deployment(client, plan, new AbortController().signal, log, patience).run();
  return lines;
}
