import type { CapsuleData } from '@lithops/closure';
import { coreWorkerBundle } from '../bundle/own-bundle.js';
import { workerBundle, workerWithFunction } from '../bundle/worker-bundle.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { WorkerHalf } from '../spec/plugin.js';
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
    monitor,
    cacheDirectory,
  }: Pick<RuntimeServices, 'configuration' | 'storage' | 'monitor' | 'cacheDirectory'>,
  capsule?: CapsuleData,
): Promise<WorkerBundle> {
  if (capabilities.uploadsWorker !== true) return coreWorkerBundle();
  const backend = configuration.compute.plugin.worker;
  const parts = { backend, storage: partOf(storage), monitor: partOf(monitor) };
  const worker = await workerBundle(parts, cacheDirectory);
  return capsule === undefined ? worker : await workerWithFunction(worker, capsule, cacheDirectory);
}

function partOf(half: WorkerHalf | undefined) {
  return half && { plugin: half.plugin, module: new URL(half.module) };
}
