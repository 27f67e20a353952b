import type { CapsuleData } from '@lithops/closure';
import { coreWorkerBundle } from '../bundle/own-bundle.js';
import { emittedWorker, workerBundle, workerWithFunction } from '../bundle/worker-bundle.js';
import { workerWithPackages } from '../packages/worker-with-packages.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { WorkerHalf } from '../spec/plugin.js';
import type { WorkerBundle } from '../spec/runtime.js';
import { noPackages } from './executor-errors.js';
import type { RuntimeServices } from './runtimes.js';

type Services = Pick<RuntimeServices, 'configuration' | 'storage' | 'monitor' | 'context' | 'signal'>;

/**
 * The worker's code for a backend: bundled where it is uploaded, with what is to go with it, else core's own files.
 *
 * @param capsule - a function that goes with it
 */
export async function workerBundleFor(
  backend: ComputeBackend,
  services: Services,
  capsule?: CapsuleData,
): Promise<WorkerBundle> {
  if (backend.capabilities.uploadsWorker !== true) return coreWorkerBundle();
  const { configuration, storage, monitor, context } = services;
  const { cacheDirectory } = context;
  const { plugin } = configuration.compute;
  const worker =
    // What bundlers bring along has no monitors.
    (monitor === undefined
      ? await emittedWorker({ backend: plugin.name, storage: storage?.plugin })
      : undefined) ??
    (await workerBundle(
      { backend: plugin.worker, storage: partOf(storage), monitor: partOf(monitor) },
      cacheDirectory,
    ));
  const whole = capsule === undefined ? worker : await workerWithFunction(worker, capsule, cacheDirectory);
  return await withPackages(whole, backend, services);
}

/** A runtime with a name has its packages itself. */
async function withPackages(
  bundle: WorkerBundle,
  { name, capabilities }: ComputeBackend,
  { configuration, context, signal }: Services,
): Promise<WorkerBundle> {
  const { packages: names = [], runtime } = configuration.worker;
  if (names.length === 0 || runtime !== undefined) return bundle;
  const platform = capabilities.workerPlatform;
  if (platform === undefined) throw noPackages(name);
  const { cacheDirectory, log } = context;
  const folders = configuration.packageFolders;
  return await workerWithPackages(bundle, { names, folders, platform, cacheDirectory, log, signal });
}

function partOf(half: WorkerHalf | undefined) {
  return half && { plugins: [half.plugin], module: new URL(half.module) };
}
