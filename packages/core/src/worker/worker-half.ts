import { LithopsError } from '../errors/lithops-error.js';
import { checkPlugin, claimsKind, type PluginOf } from '../plugins/check-plugin.js';
import type { HalfKind } from '../plugins/worker-credentials.js';
import type { WorkerHalf } from '../spec/plugin.js';
import { importModule } from '../util/import-module.js';
import { messageOf } from '../util/thrown.js';

/**
 * Loads the code of a store or a monitor in a worker.
 * @throws {LithopsError} `LITHOPS_PLUGIN_INVALID` when there is none.
 */
export async function workerHalf<K extends HalfKind>(
  kind: K,
  { module, plugin }: WorkerHalf,
): Promise<PluginOf<K>> {
  return pluginIn(kind, await load(kind, module, plugin), plugin, module);
}

/**
 * The plug-in among what its worker half exports.
 *
 * @param where - the worker half, for errors
 * @throws {LithopsError} `LITHOPS_PLUGIN_INVALID` when there is none.
 */
export function pluginIn<K extends HalfKind>(
  kind: K,
  exported: object,
  plugin: string,
  where: string,
): PluginOf<K> {
  const found = Object.values(exported).find((value) => isNamed(kind, value, plugin));
  if (found !== undefined) return checkPlugin(kind, found, `the worker half of "${plugin}" (${where})`);
  throw invalid(kind, plugin, `Expected ${where} to export a ${kind} plug-in called "${plugin}", got none.`);
}

async function load(kind: HalfKind, module: string, plugin: string): Promise<object> {
  try {
    return await importModule(module);
  } catch (error) {
    throw invalid(kind, plugin, `${module} cannot be loaded: ${messageOf(error)}`, error);
  }
}

function isNamed(kind: HalfKind, value: unknown, name: string): boolean {
  return claimsKind(value, kind) && 'name' in value && value.name === name;
}

function invalid(kind: HalfKind, plugin: string, what: string, cause?: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_PLUGIN_INVALID',
    message: `The ${kind} "${plugin}" cannot be used in workers: ${what}`,
    cause,
  });
}
