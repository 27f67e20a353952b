import { LithopsError } from '../errors/lithops-error.js';
import type { ExecutorOptions } from '../executor/options.js';
import type { ComputePlugin, Plugin, PluginContext, StoragePlugin } from '../spec/plugin.js';
import type { Builtins, Configuration, ResolvedPlugin } from './configuration.js';

/**
 * First cut: plug-ins given as objects or by a builtin's name; no file and no environment yet.
 *
 * @throws {LithopsError} `LITHOPS_PLUGIN_NOT_FOUND` for a name that is no builtin's.
 */
export function resolveConfiguration(options: ExecutorOptions, builtins: Builtins): Configuration {
  const compute = choose<ComputePlugin>(options.backend ?? 'localhost', builtins.compute);
  const storage = choose<StoragePlugin>(options.storage ?? 'localhost', builtins.storage);
  const { monitoring } = options;
  return {
    source: undefined,
    mode: options.mode ?? (compute.name === 'localhost' ? 'localhost' : 'serverless'),
    compute: resolved<ComputePlugin>(compute, (context) =>
      compute.create(sectionsOf(compute) as never, context),
    ),
    storage: resolved<StoragePlugin>(storage, (context) =>
      storage.create(sectionsOf(storage) as never, context),
    ),
    monitoring: monitoring === undefined ? 'auto' : chooseMonitor(monitoring, builtins),
    lithops: {
      storageBucket: undefined,
      dataCleaner: true,
      workers: undefined,
      dataLimitMb: 4,
      executionTimeoutMs: 1_800_000,
      includeModules: [],
      excludeModules: [],
      retries: typeof options.retries === 'number' ? options.retries : undefined,
      persist: options.persist ?? false,
      monitoringIntervalMs: undefined,
      chunkSize: undefined,
      log: {
        level: options.logLevel ?? 'warning',
        format: '%(asctime)s [%(levelname)s] %(name)s -- %(message)s',
        stream: 'stderr',
        filename: undefined,
      },
    },
    worker: {
      runtime: options.runtime,
      runtimeMemoryMb: options.runtimeMemoryMb,
      runtimeTimeoutMs: options.runtimeTimeoutMs,
      maxWorkers: options.maxWorkers,
      workerProcesses: options.workerProcesses,
      packages: options.packages,
    },
    sources: {},
    warnings: [],
    redacted: () => ({}),
    redact: (text) => text,
  };
}

function chooseMonitor(
  monitoring: NonNullable<ExecutorOptions['monitoring']>,
  builtins: Builtins,
): Configuration['monitoring'] {
  if (monitoring === 'direct') return 'direct';
  const monitor = choose(monitoring, builtins.monitor);
  return resolved(monitor, (context) => monitor.create(sectionsOf(monitor) as never, context));
}

function choose<P extends Plugin>(wanted: string | P, builtins: readonly P[]): P {
  if (typeof wanted !== 'string') return wanted;
  const found = builtins.find((plugin) => plugin.name === wanted);
  if (found === undefined) {
    throw new LithopsError({
      code: 'LITHOPS_PLUGIN_NOT_FOUND',
      message: `No plug-in is called "${wanted}".`,
    });
  }
  return found;
}

function sectionsOf(plugin: Plugin): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return { [plugin.name]: { ...plugin.options } };
}

function resolved<P extends Plugin>(
  plugin: P,
  create: (context: PluginContext) => ReturnType<P['create']>,
): ResolvedPlugin<P> {
  return { plugin, sections: sectionsOf(plugin), create };
}
