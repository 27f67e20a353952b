import type { CapsuleData } from '@lithops/closure';
import type { WorkerBundle } from '../spec/runtime.js';
import { functionFile } from '../util/function-file.js';
import { VERSION } from '../version.js';
import { type BuiltWorker, type BundleParts, buildWorker } from './build-worker.js';
import { filesIn, WorkerBundleCache } from './bundle-cache.js';
import { endBundler } from './bundle-file.js';
import { bundleOf } from './bundle-of-files.js';

export { emittedWorker } from './emitted-workers.js';

/** Bundles that this process has made or found, so that executors do not read them anew. */
const known = new Map<string, Promise<WorkerBundle>>();

/**
 * The code of a worker to be uploaded: backend, worker runtime and store, as files that need nothing but Node.js. Kept on
 * the disk, and made anew when what it is made from has changed.
 */
export function workerBundle(parts: BundleParts, cacheDirectory: string): Promise<WorkerBundle> {
  const request = JSON.stringify([VERSION, import.meta.url, parts, cacheDirectory]);
  const bundle = known.get(request) ?? open(parts, request, cacheDirectory);
  known.set(request, bundle);
  bundle.catch(() => known.delete(request));
  return bundle;
}

/**
 * A worker that has a function with it, so that payloads need not bring it. Kept on the disk as well.
 *
 * @param worker - of {@link workerBundle}
 */
export async function workerWithFunction(
  worker: WorkerBundle,
  { hash, bytes }: CapsuleData,
  cacheDirectory: string,
): Promise<WorkerBundle> {
  const cache = new WorkerBundleCache(cacheDirectory);
  const request = JSON.stringify([worker.hash, hash]);
  const known = await cache.read(request);
  if (known !== undefined) return bundleOf(known);
  const files = new Map([...(await filesIn(worker.directory)), [functionFile(hash), bytes]]);
  return bundleOf(await cache.write(request, { files, inputs: [] }));
}

let building = 0;

async function build(parts: BundleParts): Promise<BuiltWorker> {
  building++;
  try {
    return await buildWorker(parts);
  } finally {
    building--;
    if (building === 0) await endBundler();
  }
}

async function open(parts: BundleParts, request: string, cacheDirectory: string): Promise<WorkerBundle> {
  const cache = new WorkerBundleCache(cacheDirectory);
  return bundleOf((await cache.read(request)) ?? (await cache.write(request, await build(parts))));
}
