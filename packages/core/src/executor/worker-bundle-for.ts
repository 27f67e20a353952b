import type { CapsuleData } from '@lithops/closure';
import { coreWorkerBundle } from '../bundle/own-bundle.js';
import { emittedWorker, workerBundle, workerWithFunction } from '../bundle/worker-bundle.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { WorkerBundle } from '../spec/runtime.js';
import type { RuntimeServices } from './runtimes.js';

/**
 * The worker's code for a backend: bundled where it is uploaded, else core's own files.
 *
 * @param capsule - a function that goes with it
 */
export async function workerBundleFor(
  { capabilities }: ComputeBackend,
  {
    configuration,
    storage,
    cacheDirectory,
  }: Pick<RuntimeServices, 'configuration' | 'storage' | 'cacheDirectory'>,
  capsule?: CapsuleData,
): Promise<WorkerBundle> {
  if (capabilities.uploadsWorker !== true) return coreWorkerBundle();
  const half = storage && { plugins: [storage.plugin], module: new URL(storage.module) };
  const { plugin } = configuration.compute;
  const worker =
    (await emittedWorker({ backend: plugin.name, storage: storage?.plugin })) ??
    (await workerBundle({ backend: plugin.worker, storage: half }, cacheDirectory));
  return capsule === undefined ? worker : await workerWithFunction(worker, capsule, cacheDirectory);
}
