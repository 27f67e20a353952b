import { LithopsError } from '../errors/lithops-error.js';
import { localhostStorage } from '../localhost/localhost-storage-plugin.js';
import { credentialsEnvironment, takeCredentials, withCredentials } from '../plugins/worker-credentials.js';
import type { PluginContext, StoragePlugin, WorkerStorage } from '../spec/plugin.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { processWide } from '../util/process-wide.js';
import type { StorageReference } from '../wire/index.js';
import { pluginIn, workerHalf } from './worker-half.js';

/** Stores that calls in this process can open, by the name that payloads give them. */
const openable = processWide('storage-plugins', () => new Map<string, StoragePlugin>());
/** Worker halves that lie in this worker's bundle, by name of the plug-in. */
const bundled = processWide('bundled-stores', () => new Map<string, BundledStore>());
const names = processWide('storage-names', () => ({ next: 0 }));

interface BundledStore {
  readonly load: () => object;
  readonly credentials: ReturnType<typeof takeCredentials>;
}

/** A store as it is configured: with these sections, `create` makes it. */
export interface ConfiguredStore {
  readonly plugin: StoragePlugin;
  readonly sections: WorkerStorage['sections'];
  create(context: PluginContext): StorageBackend | Promise<StorageBackend>;
}

/** The name under which calls find the store again, until it is forgotten. */
export interface NamedStore {
  readonly name: string;
  forget(): void;
}

/** Names the store of an executor: one of this machine's files by itself, any other together with its configuration. */
export function nameStore(store: ConfiguredStore): NamedStore {
  const { plugin, sections } = store;
  const keep = (): void => undefined;
  if (plugin.name === localhostStorage.name) return { name: plugin.name, forget: keep };
  for (const [name, known] of openable) if (known === plugin) return { name, forget: keep };
  const name = `${plugin.name}#${names.next++}`;
  openable.set(
    name,
    configured(plugin, sections, (context) => store.create(context)),
  );
  return { name, forget: () => void openable.delete(name) };
}

/** Makes a store openable in this process that another one has handed over. Its code is loaded when it is first opened. */
export function acceptStore(handed: WorkerStorage): void {
  const { name, plugin, sections, declared, module } = handed;
  const described = { name: plugin, sections: declared, worker: new URL(module) };
  openable.set(
    name,
    configured(described, sections, async (context) =>
      (await workerHalf('storage', handed)).create(sections as never, context),
    ),
  );
}

/**
 * Makes the stores of a plug-in openable that was bundled with this worker: payloads say how they are configured, and the
 * platform's identity, or the environment that the backend prepared, says who opens them.
 */
export function provideStores(stores: Readonly<Record<string, () => object>>): void {
  const credentials = takeCredentials('storage');
  for (const [plugin, load] of Object.entries(stores)) bundled.set(plugin, { load, credentials });
}

/** Names of the plug-ins whose worker halves lie in this worker's bundle. */
export function bundledStores(): readonly string[] {
  return [...bundled.keys()];
}

/** The environment in which another process of this worker finds what this one found in its own. */
export function storeEnvironmentOfWorker(): Readonly<Record<string, string>> {
  const [first] = bundled.values();
  return credentialsEnvironment('storage', first?.credentials);
}

/** As the payload configures it, with the credentials that only this worker has. */
function bundledStore({ name, sections }: StorageReference): StoragePlugin | undefined {
  const pluginName = name.replace(/#\d+$/, '');
  const half = bundled.get(pluginName);
  if (half === undefined) return undefined;
  const plugin = pluginIn('storage', half.load(), pluginName, 'its bundle');
  const complete = withCredentials(sections as WorkerStorage['sections'], half.credentials);
  return configured(plugin, complete, (context) => plugin.create(complete as never, context));
}

/**
 * The store that a payload names, with its configuration. In a worker that was bundled the names are those of many clients:
 * there the payload says all.
 *
 * @throws {LithopsError} `LITHOPS_STORAGE_UNREACHABLE` when the store lives in another process.
 */
export function storageOf(reference: StorageReference): StoragePlugin {
  const { name } = reference;
  const plugin =
    name === localhostStorage.name ? localhostStorage : (bundledStore(reference) ?? openable.get(name));
  if (plugin !== undefined) return plugin;
  throw new LithopsError({
    code: 'LITHOPS_STORAGE_UNREACHABLE',
    message: `Expected a store that this worker can reach, got "${name}", which lives in another process. Use storage: localhost, or one that is a service, such as aws_s3.`,
  });
}

/** The plug-in with its configuration: executors inside calls use it whatever is configured there. */
function configured(
  { name, sections: declared, worker }: Pick<StoragePlugin, 'name' | 'sections' | 'worker'>,
  sections: WorkerStorage['sections'],
  create: (context: PluginContext) => StorageBackend | Promise<StorageBackend>,
): StoragePlugin {
  return {
    kind: 'storage',
    specVersion: 1,
    name,
    sections: declared,
    worker,
    options: sections[name],
    create: (_sections, context) => create(context),
  };
}
