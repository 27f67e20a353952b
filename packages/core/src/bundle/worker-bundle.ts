import type { WorkerBundle } from '../spec/runtime.js';
import { VERSION } from '../version.js';
import { type BuiltWorker, type BundleParts, buildWorker, ENTRY } from './build-worker.js';
import { WorkerBundleCache } from './bundle-cache.js';
import { endBundler } from './bundle-file.js';
import { zipFiles } from './bundle-files.js';

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
  const kept = (await cache.read(request)) ?? (await cache.write(request, await build(parts)));
  const { directory, hash, files } = kept;
  let zipped: Promise<Uint8Array<ArrayBuffer>> | undefined;
  return {
    directory,
    entry: ENTRY,
    hash,
    zip: () => {
      zipped ??= zipFiles(files);
      return zipped;
    },
  };
}
