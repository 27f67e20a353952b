import { chmod, cp, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { S3Client } from '@aws-sdk/client-s3';
import type { Scratch } from '@lithops/testing-services';
import type { ImageRegistry } from '../ecr/image-registry.js';
import { Concurrency } from '../execution/concurrency.js';
import type { HostLauncher } from '../execution/host.js';
import { ProcessLauncher } from '../execution/process-host.js';
import { findSandbox, type Sandbox } from '../execution/sandbox.js';
import { SharedLauncher } from '../execution/shared-host.js';
import type { Roles } from '../iam/roles.js';
import type { Identities } from '../identity/identities.js';
import type { LogStore } from '../logs/log-store.js';
import type { AwsCloudOptions, S3Endpoint } from '../options.js';
import type { Service } from '../service/service.js';
import { CodeStore } from './code-store.js';
import { EventQueue } from './event-queue.js';
import { FunctionRegistry } from './function-registry.js';
import { lambdaService } from './lambda-service.js';
import { limits } from './limits.js';
import { Revisions } from './revisions.js';

const runtimeSource = fileURLToPath(new URL('../runtime', import.meta.url));

export interface LambdaOptions {
  readonly options: AwsCloudOptions;
  readonly scratch: Scratch;
  readonly accountId: string;
  readonly identities: Identities;
  readonly roles: Roles;
  readonly images: ImageRegistry;
  readonly logs: LogStore;
  readonly endpoints: () => Readonly<Record<string, string>>;
}

/** Lambda with all that it runs. */
export interface RunningLambda {
  readonly service: Service;
  readonly functions: FunctionRegistry;
  readonly events: EventQueue;
  readonly concurrencyOf: (region: string) => Concurrency;
  stop(): Promise<void>;
}

export async function startLambda(parts: LambdaOptions): Promise<RunningLambda> {
  const { options, scratch, accountId, identities, roles, images, logs, endpoints } = parts;
  const runtimeFolder = await foldersIn(scratch);
  const sandbox = findSandbox(process.execPath);
  const launcher = launcherFor(options, runtimeFolder, sandbox);
  const s3 = options.s3 && clientOf(options.s3);
  const functions = new FunctionRegistry(accountId);
  const concurrencyOf = concurrencies(options.concurrentExecutions ?? 1_000);
  const events = new EventQueue({
    retryDelaysMs: options.eventRetryDelaysMs ?? [60_000, 120_000],
    throttleDelayMs: 100,
    concurrencyOf,
    exists: (record) => functions.has(record),
  });
  const revisions = new Revisions({
    launcher,
    sandbox,
    logs,
    identities,
    endpoints,
    environmentsFolder: scratch.path('environments'),
    runtimeFolder,
    nodePrograms: options.nodePrograms ?? {},
    idleEnvironmentMs: options.idleEnvironmentMs ?? 300_000,
  });
  const code = new CodeStore({
    folder: scratch.path('code'),
    images,
    s3,
    storageLimitBytes: options.codeStorageBytes ?? limits.codeStorageBytes,
  });
  const durations = { pendingMs: 0, vpcPendingMs: 0, updateMs: 0, ...options.durations };
  return {
    service: lambdaService({ functions, code, roles, revisions, events, durations, concurrencyOf }),
    functions,
    events,
    concurrencyOf,
    async stop() {
      const stopped = events.stop();
      await functions.end();
      await stopped;
      await launcher.stop();
      s3?.destroy();
    },
  };
}

/** Functions may run as somebody else, who is to find their code and nothing more. @returns where the runtime is */
async function foldersIn(scratch: Scratch): Promise<string> {
  await chmod(scratch.folder, 0o711);
  for (const name of ['code', 'environments', 'images']) await mkdir(scratch.path(name), { mode: 0o711 });
  const runtimeFolder = scratch.path('runtime');
  await cp(runtimeSource, runtimeFolder, { recursive: true });
  return runtimeFolder;
}

function launcherFor(
  { environments = 'process' }: AwsCloudOptions,
  runtimeFolder: string,
  sandbox: Sandbox,
): HostLauncher {
  if (environments === 'process') return new ProcessLauncher(`${runtimeFolder}/bootstrap.mjs`, sandbox);
  return 'crowd' in environments
    ? new SharedLauncher(runtimeFolder, 'crowd', environments.crowd, sandbox)
    : new SharedLauncher(runtimeFolder, 'threads', environments.shared, sandbox);
}

function clientOf({ endpoint, region, credentials }: S3Endpoint): S3Client {
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
}

function concurrencies(limit: number): (region: string) => Concurrency {
  const byRegion = new Map<string, Concurrency>();
  return (region) => {
    const found = byRegion.get(region) ?? new Concurrency(limit);
    byRegion.set(region, found);
    return found;
  };
}
