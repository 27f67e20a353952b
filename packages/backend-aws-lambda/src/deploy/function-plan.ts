import { createHash } from 'node:crypto';
import type {
  Architecture,
  CreateFunctionRequest,
  FunctionConfiguration,
  Runtime,
} from '@aws-sdk/client-lambda';
import {
  type PluginContext,
  type RuntimeSpec,
  type WorkerBundle,
  workerEnvironment,
} from '@lithops/core/spec';
import { checkRuntime, type LambdaSettings } from '../settings/lambda-settings.js';
import { CodeArchive, checkSize } from './code-archive.js';
import type { CodeSource } from './code-source.js';

/** All that a function is to be. */
export interface FunctionPlan {
  readonly name: string;
  readonly code: CodeSource;
  readonly configuration: Configuration;
  readonly architectures: Architecture[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What creating and updating have in common. */
type Configuration = Pick<
  CreateFunctionRequest,
  | 'Role'
  | 'Handler'
  | 'Runtime'
  | 'MemorySize'
  | 'Timeout'
  | 'EphemeralStorage'
  | 'Environment'
  | 'VpcConfig'
  | 'FileSystemConfigs'
>;

/** Marks what is ours; its value says whose. */
export const OWNER_TAG = 'lithops';
/** The name of its image, where it is of one. */
export const RUNTIME_TAG = 'lithops-runtime';
const HANDLER = 'index.handler';

/** A function but for its code, which takes time to be made or found. Same worker or image and same settings, same name. */
export type FunctionOutline = Omit<FunctionPlan, 'code'>;

/**
 * Functions are shared by all jobs that fit. The name of one says nothing of where an image's tag points now: its code is
 * changed when that has moved.
 *
 * @throws {LithopsError} `LITHOPS_CONFIG` for memory and time that Lambda does not have
 */
export function outlineFunction(
  spec: RuntimeSpec,
  worker: WorkerBundle,
  settings: LambdaSettings,
  context: PluginContext,
): FunctionOutline {
  checkRuntime(spec);
  const configuration = configurationOf(spec, settings, context);
  const { architecture, tags, namespace } = settings;
  const { Role, ...decisive } = configuration;
  const identity = JSON.stringify([spec.name ?? worker.hash, decisive, architecture, tags]);
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  return {
    name: context.name([namespace, 'worker', hash].filter(Boolean).join('-')),
    configuration,
    architectures: [architecture],
    tags: {
      ...tags,
      [OWNER_TAG]: context.userHash,
      ...(spec.name !== undefined && { [RUNTIME_TAG]: spec.name }),
    },
  };
}

/** The code of a function on the managed Node.js. */
export async function zipOf(worker: WorkerBundle, context: PluginContext): Promise<CodeSource> {
  checkSize(worker);
  const bytes = await worker.zip();
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  return { kind: 'zip', archive: new CodeArchive(bytes, context), sha256 };
}

function configurationOf(spec: RuntimeSpec, settings: LambdaSettings, context: PluginContext): Configuration {
  const { role, environment, vpc, fileSystems, ephemeralStorageMb } = settings;
  const variables = { ...environment, ...workerEnvironment(context) };
  return {
    Role: role,
    // Images have their own.
    ...(spec.name === undefined && { Handler: HANDLER, Runtime: nodeRuntime() }),
    MemorySize: spec.memoryMb,
    Timeout: Math.ceil(spec.timeoutMs / 1000),
    EphemeralStorage: { Size: ephemeralStorageMb },
    Environment: { Variables: variables },
    VpcConfig: { SubnetIds: [...(vpc?.subnets ?? [])], SecurityGroupIds: [...(vpc?.securityGroups ?? [])] },
    FileSystemConfigs: fileSystems.map(({ accessPoint, mountPath }) => ({
      Arn: accessPoint,
      LocalMountPath: mountPath,
    })),
  };
}

/** The managed Node.js of the client's major version, or the nearest: values are encoded by it. */
function nodeRuntime(): Runtime {
  return nodeMajor() === 24 ? NEWEST : 'nodejs22.x';
}

/** The major version of Node.js that workers have. */
export function nodeMajor(): 22 | 24 {
  return Number(process.versions.node.split('.')[0]) >= 24 ? 24 : 22;
}

/** Newer than the SDK's own list may be. */
const NEWEST = 'nodejs24.x' as Runtime;

/** Does the function run that code? */
export function hasCode(found: FunctionConfiguration, plan: FunctionPlan): boolean {
  return found.CodeSha256 === plan.code.sha256 && found.Architectures?.[0] === plan.architectures[0];
}

/** Is the function set up like that? */
export function isConfigured(found: FunctionConfiguration, { configuration: wanted }: FunctionPlan): boolean {
  return canonical(found) === canonical(wanted);
}

function canonical(one: Configuration | FunctionConfiguration): string {
  const { Role, Handler, Runtime: runtime, MemorySize, Timeout, EphemeralStorage } = one;
  const variables = Object.entries(one.Environment?.Variables ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const network = [one.VpcConfig?.SubnetIds, one.VpcConfig?.SecurityGroupIds].map((ids) =>
    [...(ids ?? [])].sort(),
  );
  const files = (one.FileSystemConfigs ?? []).map(({ Arn, LocalMountPath }) => [Arn, LocalMountPath]);
  return JSON.stringify([
    Role,
    Handler,
    runtime,
    MemorySize,
    Timeout,
    EphemeralStorage?.Size,
    variables,
    network,
    files,
  ]);
}
