import path from 'node:path';
import { type Configuration, resolveConfiguration } from '../config/index.js';
import { builtins } from '../executor/builtins.js';
import type { ExecutorOptions, LithopsConfig } from '../executor/options.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { Monitor } from '../spec/monitor.js';
import type { ComputePlugin, MonitorPlugin, Plugin, PluginContext, StoragePlugin } from '../spec/plugin.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { memoryStorage } from './memory-storage.js';
import { pluginContext } from './plugin-context.js';

/** How a plug-in is opened for a test. */
export interface OpenOptions {
  /** Sections as a file has them (`{ redis: { url: '…' } }`), for what the plug-in's own factory was not told. */
  readonly config?: LithopsConfig | undefined;
  /** What the plug-in is told besides. @default as {@link pluginContext} makes it */
  readonly context?: Partial<PluginContext> | undefined;
}

/**
 * Makes the backend of a plug-in as an executor does: from its checked and completed sections. No configuration file and
 * no environment is read.
 *
 * @throws {LithopsError} as a `FunctionExecutor` with this backend, for wrong, unknown and missing keys.
 */
export async function openCompute(plugin: ComputePlugin, options: OpenOptions = {}): Promise<ComputeBackend> {
  return await resolvedCompute(plugin, options).create(pluginContext(options.context));
}

/** Makes the store of a storage plug-in, as {@link openCompute} does a backend. */
export async function openStorage(plugin: StoragePlugin, options: OpenOptions = {}): Promise<StorageBackend> {
  return await resolve({ storage: plugin }, options).storage.create(pluginContext(options.context));
}

/** Makes the monitor of a monitor plug-in, as {@link openCompute} does a backend. */
export async function openMonitor(plugin: MonitorPlugin, options: OpenOptions = {}): Promise<Monitor> {
  return await resolvedMonitor(plugin, options).create(pluginContext(options.context));
}

/**
 * What a plug-in is created from: the sections that it declares, by name, checked and complete, in the units of files.
 *
 * @throws {LithopsError} as {@link openCompute} does.
 */
export function checkedSections(
  plugin: Plugin,
  options: Pick<OpenOptions, 'config'> = {},
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  switch (plugin.kind) {
    case 'compute':
      return resolvedCompute(plugin, options).sections;
    case 'storage':
      return resolve({ storage: plugin }, options).storage.sections;
    case 'monitor':
      return resolvedMonitor(plugin, options).sections;
  }
}

/** Its own cloud's storage, which it would come with, need not be installed for that. */
function resolvedCompute(plugin: ComputePlugin, options: OpenOptions) {
  return resolve({ backend: plugin, storage: memoryStorage() }, options).compute;
}

function resolvedMonitor(plugin: MonitorPlugin, options: OpenOptions) {
  const { monitoring } = resolve({ monitoring: plugin }, options);
  if (typeof monitoring === 'string')
    throw new TypeError('A monitor that is given is the one that is chosen.');
  return monitoring;
}

/** Where nothing is configured: what a developer has at home must not decide how a test ends. */
const nowhere = path.join(path.parse(process.cwd()).root, 'nowhere', 'lithops');

function resolve(chosen: ExecutorOptions, { config }: OpenOptions): Configuration {
  const options = { ...chosen, config };
  return resolveConfiguration(options, builtins, {
    environment: {},
    workingDirectory: nowhere,
    homeDirectory: undefined,
    systemFile: nowhere,
  });
}
