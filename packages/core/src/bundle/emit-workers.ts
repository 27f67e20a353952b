import type { ComputePlugin, Plugin, StoragePlugin } from '../spec/plugin.js';
import { type BundleParts, buildWorker } from './build-worker.js';
import { endBundler } from './bundle-file.js';
import { type BundleFiles, hashOf } from './bundle-files.js';
import { type EmittedWorker, LIST } from './emitted-workers.js';

/**
 * The workers of a program that is bundled, as files by their names below a folder: one worker for each backend and each
 * store among what is given.
 *
 * @param values - what the packages of plug-ins export; what is no plug-in is left out
 */
export async function emitWorkers(values: readonly unknown[]): Promise<BundleFiles> {
  const backends = values.filter((value) => isPlugin(value, 'compute'));
  const stores = [...byModule(values.filter((value) => isPlugin(value, 'storage')))];
  const storages = stores.length === 0 ? [undefined] : stores;
  const list: EmittedWorker[] = [];
  const files = new Map<string, Uint8Array>();
  try {
    for (const { name, worker } of backends) {
      for (const storage of storages) {
        const built = (await buildWorker({ backend: worker, storage })).files;
        const hash = hashOf(built);
        for (const [file, bytes] of built) files.set(`${hash}/${file}`, bytes);
        list.push({ backend: name, storages: storage?.plugins ?? [], hash, files: [...built.keys()] });
      }
    }
  } finally {
    await endBundler();
  }
  files.set(LIST, Buffer.from(`${JSON.stringify(list, undefined, 1)}\n`));
  return files;
}

/** Stores of one package have one worker half. */
function byModule(plugins: readonly StoragePlugin[]): Iterable<NonNullable<BundleParts['storage']>> {
  const found = new Map<string, { plugins: string[]; module: URL }>();
  for (const { name, worker } of plugins) {
    const known = found.get(worker.href) ?? { plugins: [], module: worker };
    known.plugins.push(name);
    found.set(worker.href, known);
  }
  return found.values();
}

function isPlugin(value: unknown, kind: 'compute'): value is ComputePlugin;
function isPlugin(value: unknown, kind: 'storage'): value is StoragePlugin;
function isPlugin(value: unknown, kind: Plugin['kind']): boolean {
  const isThing = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isThing && 'kind' in value && value.kind === kind && 'specVersion' in value && 'worker' in value;
}
