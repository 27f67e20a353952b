import type { Configuration } from '../config/index.js';
import type { Logger } from '../log/index.js';
import { storageMonitor } from '../monitor/storage-monitor.js';
import { withoutCredentials } from '../plugins/worker-credentials.js';
import type { Monitor } from '../spec/monitor.js';
import type { WorkerMonitor } from '../spec/plugin.js';
import type { MonitorRoute } from '../wire/index.js';
import { nameMonitor } from '../worker/monitor-registry.js';
import { pluginContext } from './plugin-context.js';

/** A monitor, and what workers are told of it. */
export interface ChosenMonitor {
  readonly monitor: Monitor;
  readonly route: Pick<MonitorRoute, 'monitor' | 'sections' | 'tellsAtOnce'>;
  /** How workers in other processes reach it; `undefined`: it is core's own. */
  readonly forWorkers: WorkerMonitor | undefined;
  close(): Promise<void>;
}

/** By way of storage: needs nothing but that. */
export async function monitorByStorage(log: Logger): Promise<ChosenMonitor> {
  const monitor = await storageMonitor.create({ storage: {} } as never, pluginContext(log));
  return byStorage(monitor);
}

/** The monitor that is configured, made before the backend is: workers have to be told of it. `undefined`: none is named. */
export async function configuredMonitor(
  { monitoring }: Configuration,
  log: Logger,
): Promise<ChosenMonitor | undefined> {
  if (monitoring === 'auto' || monitoring === 'direct') return undefined;
  const monitor = await monitoring.create(pluginContext(log));
  if (monitor.name === storageMonitor.name) return byStorage(monitor);
  const { name: plugin, sections: declared, worker } = monitoring.plugin;
  const own = monitor.workerSection ?? monitoring.sections[plugin] ?? {};
  const sections = { ...monitoring.sections, [plugin]: own };
  const { name, forget } = nameMonitor(plugin, own, monitor);
  return {
    monitor,
    route: {
      monitor: name,
      // Credentials never travel in payloads.
      sections: withoutCredentials(sections, declared),
      tellsAtOnce: monitor.tellsAtOnce,
    },
    forWorkers: {
      name,
      plugin,
      module: worker.href,
      sections,
      declared,
      needsCredentials: monitor.workerSection !== undefined,
    },
    close: async () => {
      forget();
      await monitor.close?.();
    },
  };
}

function byStorage(monitor: Monitor): ChosenMonitor {
  return {
    monitor,
    route: { monitor: monitor.name },
    forWorkers: undefined,
    close: async () => monitor.close?.(),
  };
}
