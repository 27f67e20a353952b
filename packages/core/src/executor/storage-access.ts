import type { Configuration } from '../config/index.js';
import type { Logger } from '../log/index.js';
import { withoutCredentials } from '../plugins/worker-credentials.js';
import type { PluginContext, StoragePlugin, WorkerStorage } from '../spec/plugin.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { runtimesPrefix, uploadsPrefix } from '../storage/key-layout.js';
import { noStorageBucket } from '../storage/storage-error.js';
import { Once } from '../util/once.js';
import type { StorageReference } from '../wire/index.js';
import { type NamedStore, nameStore } from '../worker/storage-registry.js';
import { pluginContext } from './plugin-context.js';

/** The bucket of stores that belong to this machine alone, when none is configured. */
const LOCAL_BUCKET = 'lithops-data';
const LOCAL_STORES = new Set(['localhost', 'memory']);

/** The executor's store, opened when something must be stored, together with its bucket. */
export class StorageAccess {
  readonly reference: StorageReference;
  readonly bucket: string | undefined;
  readonly #configuration: Configuration;
  readonly #named: NamedStore;
  readonly #store: Once<StorageBackend>;
  readonly #withBucket: Once<StorageBackend>;

  constructor(configuration: Configuration, log: Logger) {
    this.#configuration = configuration;
    this.#store = new Once(() => configuration.storage.create(pluginContext(log)));
    this.#withBucket = new Once(() => this.#openBucket());
    const { plugin, sections } = configuration.storage;
    this.#named = nameStore(configuration.storage);
    this.bucket = configuration.lithops.storageBucket ?? localBucket(plugin);
    this.reference = {
      name: this.#named.name,
      bucket: this.bucket ?? '',
      // Credentials never travel in payloads.
      sections: withoutCredentials(sections, plugin.sections),
    };
  }

  /** How workers in other processes open it; `undefined`: by themselves, or not at all. */
  get forWorkers(): WorkerStorage | undefined {
    const { plugin, sections } = this.#configuration.storage;
    const { name } = this.#named;
    // Those of this machine's files are known by their name alone.
    if (plugin.isInProcess === true || name === plugin.name) return undefined;
    return { name, plugin: plugin.name, module: plugin.worker.href, sections, declared: plugin.sections };
  }

  /** What was opened so far to put something there; `undefined`: nothing, so nothing of ours lies there. */
  get opened(): Promise<StorageBackend> | undefined {
    return this.#withBucket.opened;
  }

  /** The store without the bucket, for objects that lie in buckets of the user's own. */
  openStore(): Promise<StorageBackend> {
    return this.#store.open();
  }

  /** @throws {LithopsError} `LITHOPS_NO_STORAGE_BUCKET` */
  open(): Promise<StorageBackend> {
    return this.#withBucket.open();
  }

  /** What of it a backend gets. @param executorId - whose uploads lie there; `undefined`: there is no executor */
  forBackend(executorId: string | undefined): Pick<PluginContext, 'storage' | 'openStore'> {
    const { bucket } = this.reference;
    const prefix = executorId === undefined ? `${runtimesPrefix}uploads/` : uploadsPrefix(executorId);
    return {
      storage: this.forWorkers,
      openStore: async () => ({ storage: await this.open(), bucket, prefix }),
    };
  }

  async #openBucket(): Promise<StorageBackend> {
    if (this.bucket === undefined) throw noStorageBucket();
    const backend = await this.#store.open();
    if (!(await backend.bucketExists(this.bucket))) await backend.createBucket(this.bucket);
    return backend;
  }

  async close(): Promise<void> {
    this.#named.forget();
    await (await this.#store.opened?.catch(() => undefined))?.close();
  }
}

/** The bucket of stores that need no configuration. */
export function localBucket({ name }: StoragePlugin): string | undefined {
  return LOCAL_STORES.has(name) ? LOCAL_BUCKET : undefined;
}
