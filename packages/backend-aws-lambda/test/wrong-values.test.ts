import { describe, expect, it } from 'vitest';
import { documentedKeys } from './support/documented-keys.js';
import { cloud } from './support/lambda.js';
import { executorOf, type Section } from './support/sections.js';

const accessPoint = 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0';
const vpc = { subnets: ['subnet-1'], security_groups: ['sg-1'] };

describe('a wrong value of a key', () => {
  const wrong: Readonly<Record<string, Section>> = {
    access_key_id: { access_key_id: 5 },
    secret_access_key: { secret_access_key: 5 },
    session_token: { session_token: 5 },
    config_profile: { config_profile: 5 },
    execution_role: { execution_role: 'lithops' },
    region: { region: 5 },
    endpoint: { endpoint: 5 },
    account_id: { account_id: true },
    namespace: { namespace: 'a b' },
    max_workers: { max_workers: 0 },
    invoke_pool_threads: { invoke_pool_threads: 0 },
    runtime_memory: { runtime_memory: 64 },
    runtime_timeout: { runtime_timeout: 901 },
    architecture: { architecture: 'mips' },
    ephemeral_storage: { ephemeral_storage: 100 },
    env_vars: { env_vars: { A: [] } },
    user_tags: { user_tags: { A: {} } },
    'vpc.subnets': { vpc: { subnets: 'subnet-1', security_groups: ['sg-1'] } },
    'vpc.security_groups': { vpc: { subnets: ['subnet-1'] } },
    'efs.access_point': { vpc, efs: [{ mount_path: '/mnt/a' }] },
    'efs.mount_path': { vpc, efs: [{ access_point: accessPoint, mount_path: '/data' }] },
  };

  it('is known for every key that is there', () => {
    const known = [
      ...Object.keys(wrong),
      'region_name',
      'runtime',
      'packages',
      'worker_processes',
      'remote_invoker',
    ];
    const own = documentedKeys.flatMap((key) => (key.startsWith('aws_lambda.') ? [key.slice(11)] : []));
    expect(known.sort()).toEqual(own.map((key) => key.replace('[]', '')).sort());
  });

  it.each(Object.entries(wrong))('%s is refused by name, and nothing is sent', async (key, values) => {
    const aws = await cloud();
    const run = async () => executorOf(aws, { aws_lambda: values }).callAsync((n: number) => n, 1);
    await expect(run()).rejects.toMatchObject({
      code: 'LITHOPS_CONFIG',
      message: expect.stringContaining(`aws_lambda.${key}`),
    });
    expect([...aws.requests]).toEqual([]);
  });
});
