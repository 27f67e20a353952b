import { LithopsError } from '../errors/lithops-error.js';
import { credentialsEnvironment, takeCredentials, withCredentials } from '../plugins/worker-credentials.js';
import type { Monitor } from '../spec/monitor.js';
import type { MonitorPlugin, PluginContext, WorkerMonitor } from '../spec/plugin.js';
import { Once } from '../util/once.js';
import { processWide } from '../util/process-wide.js';
import type { MonitorRoute } from '../wire/index.js';
import { pluginIn, workerHalf } from './worker-half.js';

type Section = Readonly<Record<string, unknown>>;

/** A monitor by which calls in this process can report. */
export interface KnownMonitor {
  readonly plugin: string;
  /** Its plug-in's own section. */
  readonly section: Section;
  /** Made when first asked for, once. */
  open(): Promise<Monitor>;
}

interface BundledMonitor {
  readonly load: () => object;
  readonly credentials: ReturnType<typeof takeCredentials>;
}

/** By the name that payloads give them. */
const reachable = processWide('monitors', () => new Map<string, KnownMonitor>());
/** Worker halves that lie in this worker's bundle, by name of the plug-in. */
const bundled = processWide('bundled-monitors', () => new Map<string, BundledMonitor>());
const names = processWide('monitor-names', () => ({ next: 0 }));

/** The name under which calls find the monitor again, until it is forgotten. */
export interface NamedMonitor {
  readonly name: string;
  forget(): void;
}

/** Names the monitor of an executor in the client, whose own process may run calls as well. */
export function nameMonitor(plugin: string, section: Section, monitor: Monitor): NamedMonitor {
  const name = `${plugin}#${names.next++}`;
  reachable.set(name, { plugin, section, open: () => Promise.resolve(monitor) });
  return { name, forget: () => void reachable.delete(name) };
}

/** Makes a monitor reachable in this process that another one has handed over. Its code is loaded when it is first used. */
export function acceptMonitor(handed: WorkerMonitor): void {
  const { name, plugin, sections } = handed;
  reachable.set(
    name,
    known(plugin, sections, () => workerHalf('monitor', handed)),
  );
}

/**
 * Makes the monitors of a plug-in reachable that was bundled with this worker: payloads say how they are configured, and the
 * environment that the backend prepared has what is secret.
 */
export function provideMonitors(monitors: Readonly<Record<string, () => object>>): void {
  const credentials = takeCredentials('monitor');
  for (const [plugin, load] of Object.entries(monitors)) bundled.set(plugin, { load, credentials });
}

/** The environment in which another process of this worker finds what this one found in its own. */
export function monitorEnvironmentOfWorker(): Readonly<Record<string, string>> {
  const [first] = bundled.values();
  return credentialsEnvironment('monitor', first?.credentials);
}

/** @throws {LithopsError} `LITHOPS_UNSUPPORTED` when this worker has not been told of it. */
export function monitorOf(route: MonitorRoute): KnownMonitor {
  const found = reachable.get(route.monitor) ?? bundledMonitor(route);
  if (found !== undefined) return found;
  throw new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `Expected a monitor that this worker can reach, got "${route.monitor}", of which its backend has told it nothing. Use monitoring: storage.`,
  });
}

/** The section of a plug-in, when calls report by its monitor. */
export function sectionOfMonitor(plugin: string, route: MonitorRoute): Section | undefined {
  if (route.monitor === plugin || !route.monitor.startsWith(`${plugin}#`)) return undefined;
  return monitorOf(route).section;
}

function bundledMonitor(route: MonitorRoute): KnownMonitor | undefined {
  const plugin = route.monitor.replace(/#\d+$/, '');
  const half = bundled.get(plugin);
  if (half === undefined) return undefined;
  const place = `${route.monitor} ${JSON.stringify(route.sections)}`;
  const made =
    reachable.get(place) ??
    known(plugin, withCredentials(route.sections ?? {}, half.credentials), async () =>
      pluginIn('monitor', half.load(), plugin, 'its bundle'),
    );
  reachable.set(place, made);
  return made;
}

function known(
  plugin: string,
  sections: WorkerMonitor['sections'],
  load: () => Promise<MonitorPlugin>,
): KnownMonitor {
  const once = new Once(async () => (await load()).create(sections as never, context));
  return { plugin, section: sections[plugin] ?? {}, open: () => once.open() };
}

const nothing = (): void => undefined;
const context: PluginContext = {
  log: { debug: nothing, info: nothing, warn: (message) => console.warn(message) },
  cacheDirectory: '',
  userHash: '',
  name: (part) => part,
};
