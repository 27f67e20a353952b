import { readFile } from 'node:fs/promises';
import { awsLambda } from '@lithops/backend-aws-lambda';
import type { AwsCloud, AwsCredentials, LoggedRequest } from '@lithops/testing-aws-cloud';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { documentedKeys } from './support/documented-keys.js';
import { cloud } from './support/lambda.js';
import { profileWith } from './support/profiles.js';
import { executorOf, roleArn, type Section, type Sections } from './support/sections.js';

/** What keys, as they stand in a file, do to the requests of a job. */
interface Effect {
  /** A function with these keys is another one than without them. */
  readonly isAnotherFunction?: boolean;
  sections(aws: AwsCloud): Sections;
  /** Of the request that makes the function. */
  readonly request?: object;
  /** Of its parameters. */
  readonly parameters?: object;
}

const accessPoint = 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0';
const vpc = { subnets: ['subnet-1', 'subnet-2'], security_groups: ['sg-1'] };
const inVpc = { VpcConfig: { SubnetIds: vpc.subnets, SecurityGroupIds: vpc.security_groups } };
const withFiles = { vpc, efs: [{ access_point: accessPoint, mount_path: '/mnt/data' }] };
const hasFiles = { FileSystemConfigs: [{ Arn: accessPoint, LocalMountPath: '/mnt/data' }] };
const bySession = { callerArn: 'arn:aws:sts::123456789012:assumed-role/any/one' };
const byAda = { callerArn: 'arn:aws:iam::123456789012:user/ada' };

function keysOfAda(aws: AwsCloud): AwsCredentials {
  return aws.identities.addUser('ada').credentials;
}

function adaAs(aws: AwsCloud) {
  const { accessKeyId, secretAccessKey } = keysOfAda(aws);
  return { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
}

/** Its keys are those of the double's own user: only the token makes it another identity. */
function sessionAs(aws: AwsCloud) {
  const expiresAt = new Date(Date.now() + 3_600_000);
  const session = { roleName: 'any', sessionName: 'one', allow: ['*'], expiresAt, keys: aws.credentials };
  const { accessKeyId, secretAccessKey, sessionToken } = aws.identities.addSession(session).credentials;
  return { access_key_id: accessKeyId, secret_access_key: secretAccessKey, session_token: sessionToken };
}

function profileAs(aws: AwsCloud) {
  profileWith('ada', keysOfAda(aws));
  return { config_profile: 'ada', access_key_id: undefined, secret_access_key: undefined };
}

const effects: Readonly<Record<string, Effect>> = {
  'aws.access_key_id': { sections: (aws) => ({ aws: adaAs(aws) }), request: byAda },
  'aws.secret_access_key': { sections: (aws) => ({ aws: adaAs(aws) }), request: { ...byAda, status: 201 } },
  'aws.session_token': { sections: (aws) => ({ aws: sessionAs(aws) }), request: bySession },
  'aws.config_profile': { sections: (aws) => ({ aws: profileAs(aws) }), request: byAda },
  'aws.region': {
    sections: () => ({ aws: { region: 'eu-west-1' } }),
    request: { region: 'eu-west-1' },
  },
  'aws_lambda.access_key_id': { sections: (aws) => ({ aws_lambda: adaAs(aws) }), request: byAda },
  'aws_lambda.secret_access_key': { sections: (aws) => ({ aws_lambda: adaAs(aws) }), request: byAda },
  'aws_lambda.session_token': { sections: (aws) => ({ aws_lambda: sessionAs(aws) }), request: bySession },
  'aws_lambda.config_profile': {
    sections: (aws) => ({ aws: profileAs(aws), aws_lambda: { config_profile: 'ada' } }),
    request: byAda,
  },
  'aws_lambda.region': {
    sections: () => ({ aws: { region: 'us-east-1' }, aws_lambda: { region: 'eu-west-1' } }),
    request: { region: 'eu-west-1' },
  },
  'aws_lambda.region_name': {
    sections: () => ({ aws_lambda: { region_name: 'eu-west-1' } }),
    request: { region: 'eu-west-1' },
  },
  'aws_lambda.execution_role': {
    sections: () => ({ aws_lambda: { execution_role: roleArn('other') } }),
    parameters: { Role: roleArn('other') },
  },
  'aws_lambda.account_id': {
    sections: () => ({ aws_lambda: { account_id: '123456789012' } }),
    parameters: { Role: roleArn('lithops') },
  },
  'aws_lambda.runtime_memory': {
    isAnotherFunction: true,
    sections: () => ({ aws_lambda: { runtime_memory: 512 } }),
    parameters: { MemorySize: 512 },
  },
  'aws_lambda.runtime_timeout': {
    isAnotherFunction: true,
    sections: () => ({ aws_lambda: { runtime_timeout: 60 } }),
    parameters: { Timeout: 60 },
  },
  'aws_lambda.architecture': {
    isAnotherFunction: true,
    sections: () => ({ aws_lambda: { architecture: 'arm64' } }),
    parameters: { Architectures: ['arm64'] },
  },
  'aws_lambda.ephemeral_storage': {
    isAnotherFunction: true,
    sections: () => ({ aws_lambda: { ephemeral_storage: 1024 } }),
    parameters: { EphemeralStorage: { Size: 1024 } },
  },
  'aws_lambda.env_vars': {
    isAnotherFunction: true,
    sections: () => ({ aws_lambda: { env_vars: { LEVEL: 3, NAME: 'x' } } }),
    parameters: { Environment: { Variables: { LEVEL: '3', NAME: 'x' } } },
  },
  'aws_lambda.user_tags': {
    isAnotherFunction: true,
    sections: () => ({ aws_lambda: { user_tags: { team: 'blue' } } }),
    parameters: { Tags: { team: 'blue', lithops: expect.any(String) } },
  },
  'aws_lambda.namespace': {
    isAnotherFunction: true,
    sections: () => ({ aws_lambda: { namespace: 'blue' } }),
    parameters: { FunctionName: expect.stringMatching(/^lithops-[0-9a-f]{6}-blue-worker-/) },
  },
  'aws_lambda.vpc.subnets': {
    isAnotherFunction: true,
    sections: () => ({ aws_lambda: { vpc } }),
    parameters: inVpc,
  },
  'aws_lambda.vpc.security_groups': {
    isAnotherFunction: true,
    sections: () => ({ aws_lambda: { vpc: { ...vpc, security_groups: ['sg-1', 'sg-2'] } } }),
    parameters: { VpcConfig: { SecurityGroupIds: ['sg-1', 'sg-2'] } },
  },
  'aws_lambda.efs[].access_point': {
    isAnotherFunction: true,
    sections: () => ({ aws_lambda: withFiles }),
    parameters: hasFiles,
  },
  'aws_lambda.efs[].mount_path': {
    isAnotherFunction: true,
    sections: () => ({
      aws_lambda: { vpc, efs: [{ access_point: accessPoint, mount_path: '/mnt/other' }] },
    }),
    parameters: { FileSystemConfigs: [{ Arn: accessPoint, LocalMountPath: '/mnt/other' }] },
  },
};

/** Shown by a test of its own: in which file, and the words by which it is found there. */
const elsewhere: Readonly<Record<string, readonly [file: string, words: string]>> = {
  'aws.account_id': ['configuration-keys.test.ts', "it('account_id of section aws"],
  'aws_lambda.endpoint': ['configuration-keys.test.ts', "it('endpoint wins"],
  'aws_lambda.max_workers': ['configuration-keys.test.ts', "it('max_workers bounds"],
  'aws_lambda.invoke_pool_threads': ['configuration-keys.test.ts', "it('invoke_pool_threads bounds"],
  'aws_lambda.runtime': ['images.test.ts', "it('has the worker in it"],
  'aws_lambda.packages': ['packages.test.ts', "it('are beside the worker"],
  'aws_lambda.worker_processes': ['worker-processes.test.ts', "it('run calls of one invocation"],
  'aws_lambda.remote_invoker': ['remote-invoker.test.ts', "it('sends the calls of a map in one request"],
};

/** The request with which a job of such an executor makes its function. */
async function creation(aws: AwsCloud, sections: Sections): Promise<LoggedRequest> {
  aws.requests.clear();
  const exec = executorOf(aws, sections);
  expect(await exec.callAsync((n: number) => n + 1, 1)).toBe(2);
  await exec.close();
  const [request] = aws.requests.filter({ operation: 'CreateFunction' });
  if (request === undefined) throw new Error('Expected a function to be made, got none.');
  return request;
}

/** The name of a function with nothing but defaults, which is the same in all clouds. */
let plainName: Promise<unknown> | undefined;

async function nameWithoutKeys(): Promise<unknown> {
  plainName ??= cloud()
    .then((aws) => creation(aws, {}))
    .then(({ parameters }) => parameters['FunctionName']);
  return plainName;
}

describe('the keys of sections aws and aws_lambda', () => {
  it('are all documented, and each has an effect that is shown', async () => {
    const sections: Readonly<Record<string, Section>> = awsLambda.sections;
    const declared = ['aws', 'aws_lambda'].flatMap((name) =>
      Object.keys(sections[name] ?? {}).map((key) => `${name}.${key}`),
    );
    const documentedNames = new Set(documentedKeys.map((key) => key.replace(/(\.\w+)(\[\])?\.\w+$/, '$1')));
    expect(declared.filter((key) => !documentedNames.has(key))).toEqual([]);
    expect([...Object.keys(effects), ...Object.keys(elsewhere)].sort()).toEqual([...documentedKeys].sort());
    for (const [file, words] of Object.values(elsewhere))
      expect(await readFile(new URL(file, import.meta.url), 'utf8')).toContain(words);
  });

  it('are in the table of the documentation, and no others', async () => {
    const text = await readFile(new URL('../../../docs/aws-lambda.md', import.meta.url), 'utf8');
    const [, table = ''] = /\n## Settings\n([\s\S]*?)\n## /.exec(text) ?? [];
    const cells = [...table.matchAll(/^\| (`.*?) \| /gm)].map(([, cell = '']) => cell);
    const listed = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, key]) => key));
    const own = documentedKeys.flatMap((key) => /^aws_lambda\.(\w+)/.exec(key)?.[1] ?? []);
    expect(listed.sort()).toEqual([...new Set([...own, 'customized_runtime'])].sort());
  });

  it.each(Object.entries(effects))('%s', async (_, effect) => {
    const aws = await cloud({ roles: [{ name: 'lithops' }, { name: 'other' }] });
    const { parameters, ...request } = await creation(aws, effect.sections(aws));
    expect(request).toMatchObject(effect.request ?? {});
    expect(parameters).toMatchObject(effect.parameters ?? {});
    const isAnother = parameters['FunctionName'] !== (await nameWithoutKeys());
    expect(isAnother).toBe(effect.isAnotherFunction ?? false);
  });

  it('endpoint wins over the environment, which is heeded without it', async () => {
    const [one, other] = [await cloud(), await cloud()];
    vi.stubEnv('AWS_ENDPOINT_URL', other.endpoint);
    onTestFinished(() => void vi.unstubAllEnvs());
    await creation(one, {});
    expect([...other.requests]).toEqual([]);
    const { accessKeyId, secretAccessKey } = other.credentials;
    const exec = executorOf(one, {
      aws: { access_key_id: accessKeyId, secret_access_key: secretAccessKey },
      aws_lambda: { endpoint: undefined },
    });
    expect(await exec.callAsync((n: number) => n + 1, 1)).toBe(2);
    expect(other.requests.count({ operation: 'Invoke' })).toBe(1);
  });

  it('account_id of section aws is that of the role, or nothing is sent', async () => {
    const aws = await cloud();
    await creation(aws, { aws: { account_id: aws.accountId } });
    aws.requests.clear();
    const exec = executorOf(aws, { aws: { account_id: '999999999999' } });
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toThrow('a role of account 999999999999');
    expect([...aws.requests]).toEqual([]);
  });

  it('max_workers bounds the calls at once', async () => {
    const aws = await cloud();
    const exec = executorOf(aws, { aws_lambda: { max_workers: 3 } });
    const nap = (n: number) => new Promise<number>((resolve) => setTimeout(resolve, 100, n));
    expect(await exec.map(nap, [1, 2, 3, 4, 5, 6])).toEqual([1, 2, 3, 4, 5, 6]);
    const [first] = aws.requests.filter({ operation: 'CreateFunction' });
    expect(aws.environmentsOf(first?.functionName ?? '')).toBe(3);
  });

  it('invoke_pool_threads bounds the connections at once', async () => {
    const aws = await cloud();
    const exec = executorOf(aws, { aws_lambda: { max_workers: 6, invoke_pool_threads: 2 } });
    const nap = (n: number) => new Promise<number>((resolve) => setTimeout(resolve, 100, n));
    expect(await exec.map(nap, [1, 2, 3, 4, 5, 6])).toEqual([1, 2, 3, 4, 5, 6]);
    const [first] = aws.requests.filter({ operation: 'CreateFunction' });
    expect(aws.environmentsOf(first?.functionName ?? '')).toBe(2);
  });
});
