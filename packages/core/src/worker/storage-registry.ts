import { LithopsError } from '../errors/lithops-error.js';
import { localhostStorage } from '../localhost/localhost-storage-plugin.js';
import type { StoragePlugin } from '../spec/plugin.js';
import { processWide } from '../util/process-wide.js';

const livePlugins = processWide('storage-plugins', () => new Map<string, StoragePlugin>());

/** The name under which workers find the store again: by itself on this machine's files, else within this process. */
export function storageName(plugin: StoragePlugin): string {
  if (plugin.name === localhostStorage.name) return plugin.name;
  for (const [name, known] of livePlugins) if (known === plugin) return name;
  const name = `${plugin.name}#${livePlugins.size}`;
  livePlugins.set(name, plugin);
  return name;
}

/** @throws {LithopsError} `LITHOPS_STORAGE_UNREACHABLE` when the store lives in another process. */
export function storageNamed(name: string): StoragePlugin {
  const plugin = name === localhostStorage.name ? localhostStorage : livePlugins.get(name);
  if (plugin !== undefined) return plugin;
  throw new LithopsError({
    code: 'LITHOPS_STORAGE_UNREACHABLE',
    message: `Expected a store that this worker can reach, got "${name}", which lives in another process. Use storage: localhost.`,
  });
}
