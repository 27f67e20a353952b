import { LithopsError } from '../errors/lithops-error.js';
import { checkPlugin, claimsKind } from '../plugins/check-plugin.js';
import type { StoragePlugin, WorkerStorage } from '../spec/plugin.js';
import { importModule } from '../util/import-module.js';
import { messageOf } from '../util/thrown.js';

/**
 * Loads the code of a store in a worker.
 * @throws {LithopsError} `LITHOPS_PLUGIN_INVALID` when there is none.
 */
export async function workerHalf({ module, plugin }: WorkerStorage): Promise<StoragePlugin> {
  return pluginIn(await load(module, plugin), plugin, module);
}

/**
 * The store's plug-in among what its worker half exports.
 *
 * @param where - the worker half, for errors
 * @throws {LithopsError} `LITHOPS_PLUGIN_INVALID` when there is none.
 */
export function pluginIn(exported: object, plugin: string, where: string): StoragePlugin {
  const found = Object.values(exported).find((value) => isNamed(value, plugin));
  if (found !== undefined) return checkPlugin('storage', found, `the worker half of "${plugin}" (${where})`);
  throw invalid(plugin, `Expected ${where} to export a storage plug-in called "${plugin}", got none.`);
}

async function load(module: string, plugin: string): Promise<object> {
  try {
    return await importModule(module);
  } catch (error) {
    throw invalid(plugin, `${module} cannot be loaded: ${messageOf(error)}`, error);
  }
}

function isNamed(value: unknown, name: string): boolean {
  return claimsKind(value, 'storage') && 'name' in value && value.name === name;
}

function invalid(plugin: string, what: string, cause?: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_PLUGIN_INVALID',
    message: `The storage "${plugin}" cannot be used in workers: ${what}`,
    cause,
  });
}
