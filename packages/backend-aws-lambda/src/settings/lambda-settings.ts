import { type Credentials, credentialsOf } from '@lithops/aws';
import type { RuntimeSpec, SectionConfig } from '@lithops/core/spec';
import type { lambdaSection } from './lambda-section.js';
import { mapOfTexts, textAt, textsAt, wrong } from './nested-values.js';

/** Section `aws_lambda`, checked. */
export interface LambdaSettings {
  readonly role: string;
  /** Number of the account that the role is of: functions and images are there. */
  readonly account: string;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly credentials: Credentials;
  readonly architecture: 'x86_64' | 'arm64';
  readonly ephemeralStorageMb: number;
  readonly maxWorkers: number;
  /** Connections at once. */
  readonly sockets: number;
  /** Calls at once in a worker. */
  readonly processes: number;
  /** Events are sent by a function, not from here. */
  readonly invokesRemotely: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly vpc: Vpc | undefined;
  readonly fileSystems: readonly FileSystem[];
  readonly namespace: string | undefined;
}

/** What invoking needs of them. */
export type InvokeSettings = Pick<LambdaSettings, 'region' | 'endpoint' | 'credentials' | 'sockets'>;

export interface Vpc {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

export interface FileSystem {
  readonly accessPoint: string;
  readonly mountPath: string;
}

type Section = SectionConfig<typeof lambdaSection>;

/** What Lambda allows. */
const LIMITS = { leastMemoryMb: 128, memoryMb: 10_240, timeoutS: 900, ephemeralStorageMb: 10_240 };

/** @throws {LithopsError} `LITHOPS_CONFIG` for what Lambda would refuse, and for credentials that do not fit together. */
export function settingsOf(section: Section): LambdaSettings {
  atMost('runtime_memory', section.runtime_memory, LIMITS.memoryMb);
  atMost('runtime_timeout', section.runtime_timeout, LIMITS.timeoutS);
  atMost('ephemeral_storage', section.ephemeral_storage, LIMITS.ephemeralStorageMb);
  const vpc = section.vpc === undefined ? undefined : vpcOf(section.vpc);
  const fileSystems = section.efs.map(fileSystemOf);
  if (fileSystems.length > 0 && vpc === undefined)
    throw wrong('vpc', 'the network of the file systems in "aws_lambda.efs"', undefined);
  const role = roleOf(section.execution_role, section.account_id);
  return {
    role,
    account: role.split(':')[4] ?? '',
    region: section.region,
    endpoint: section.endpoint,
    credentials: credentialsOf('aws_lambda', section),
    architecture: section.architecture === 'arm64' ? 'arm64' : 'x86_64',
    ephemeralStorageMb: section.ephemeral_storage,
    maxWorkers: section.max_workers,
    sockets: section.invoke_pool_threads ?? section.max_workers,
    processes: section.worker_processes,
    invokesRemotely: section.remote_invoker,
    environment: mapOfTexts('env_vars', section.env_vars),
    tags: mapOfTexts('user_tags', section.user_tags),
    vpc,
    fileSystems,
    namespace: namespaceOf(section.namespace),
  };
}

/**
 * What a program asks of one runtime goes past the section: `runtimeMemoryMb` of a call, `--memory`.
 *
 * @throws {LithopsError} `LITHOPS_CONFIG` for what Lambda would refuse
 */
export function checkRuntime({ memoryMb, timeoutMs }: Pick<RuntimeSpec, 'memoryMb' | 'timeoutMs'>): void {
  if (memoryMb < LIMITS.leastMemoryMb)
    throw wrong('runtime_memory', `at least ${LIMITS.leastMemoryMb}`, memoryMb);
  atMost('runtime_memory', memoryMb, LIMITS.memoryMb);
  atMost('runtime_timeout', timeoutMs / 1000, LIMITS.timeoutS);
}

function atMost(key: string, value: number, limit: number): void {
  if (value > limit) throw wrong(key, `at most ${limit}`, value);
}

function roleOf(role: string, account: string | undefined): string {
  const [, owner] = /^arn:aws[\w-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/.exec(role) ?? [];
  if (owner !== undefined && account !== undefined && owner !== account)
    throw wrong('execution_role', `a role of account ${account} (account_id)`, role);
  if (owner !== undefined) return role;
  throw wrong('execution_role', 'the ARN of a role, such as arn:aws:iam::123456789012:role/lithops', role);
}

function namespaceOf(namespace: string | undefined): string | undefined {
  if (namespace === undefined || /^[\w-]{1,20}$/.test(namespace)) return namespace;
  throw wrong('namespace', '1 to 20 letters, digits, "-" and "_"', namespace);
}

function vpcOf(vpc: Readonly<Record<string, unknown>>): Vpc {
  return { subnets: textsAt('vpc', vpc, 'subnets'), securityGroups: textsAt('vpc', vpc, 'security_groups') };
}

function fileSystemOf(entry: Readonly<Record<string, unknown>>): FileSystem {
  const mountPath = textAt('efs', entry, 'mount_path');
  if (!/^\/mnt\/[\w.-]+$/.test(mountPath))
    throw wrong('efs.mount_path', 'a path below /mnt, such as /mnt/data', mountPath);
  return { accessPoint: textAt('efs', entry, 'access_point'), mountPath };
}
