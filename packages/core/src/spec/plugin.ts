import type { ComputeBackend } from './compute-backend.js';
import type { Monitor } from './monitor.js';
import type { PolicyContext, PolicyStatement } from './policy.js';
import type { KeySpec, SectionConfig } from './section.js';
import type { StorageBackend } from './storage-backend.js';

/**
 * How a worker in another process makes a plug-in of the executor. It holds credentials: a backend hands it to its workers by
 * a channel that nobody else reads, never in a payload, a file or an argument.
 */
export interface WorkerHalf {
  /** By which payloads name what is made. */
  readonly name: string;
  /** Name of the plug-in, which `module` exports. */
  readonly plugin: string;
  /** The plug-in's worker half. */
  readonly module: string;
  /** What the plug-in is created from, complete. */
  readonly sections: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What may be said in those sections. */
  readonly declared: Sections;
  /** The client has made credentials for workers, so that they cannot do without. @default false: where a key is required */
  readonly needsCredentials?: boolean | undefined;
}

/** How a worker in another process opens the executor's store. */
export type WorkerStorage = WorkerHalf;
/** How a worker in another process reaches the executor's monitor. */
export type WorkerMonitor = WorkerHalf;

/** What core hands a plug-in at creation. */
export interface PluginContext {
  /** Lines for the log of the executor. */
  readonly log: {
    /** For whoever looks for a fault. */
    debug(message: string): void;
    /** What is worth knowing when all is well. */
    info(message: string): void;
    /** What somebody should look at. */
    warn(message: string): void;
  };
  /** A folder on this machine for what is made once; it may be emptied at any time. */
  readonly cacheDirectory: string;
  /** Six characters that stand for this user; part of every name that is made in a cloud account. */
  readonly userHash: string;
  /** A name for a cloud resource: `lithops-<user hash>-<part>`. */
  name(part: string): string;
  /** For compute backends; `undefined`: workers need none, or can reach none from another process. */
  readonly storage?: WorkerStorage | undefined;
  /** For compute backends; `undefined`: outcomes come on replies, or by way of the store. */
  readonly monitor?: WorkerMonitor | undefined;
  /**
   * For compute backends whose cloud takes what is large out of a store: the executor's, opened with its bucket.
   * @throws {LithopsError} `LITHOPS_NO_STORAGE_BUCKET`
   */
  readonly openStore?: (() => Promise<OpenedStore>) | undefined;
}

/** The executor's store, in the client. */
export interface OpenedStore {
  readonly storage: StorageBackend;
  readonly bucket: string;
  /** What keys begin with, so that what is left there is deleted when the executor is closed. */
  readonly prefix: string;
}

/** Configuration sections a plug-in reads, by name; the first is its own. */
export type Sections = Readonly<Record<string, Readonly<Record<string, KeySpec>>>>;

interface PluginBase {
  readonly name: string;
  readonly specVersion: 1;
  readonly sections: Sections;
  /** The worker half: a module of its own, so that only it is bundled into workers. */
  readonly worker: URL;
  /** What a typed factory (`awsLambda({ … })`) was called with, in file keys; `undefined`: read from the configuration. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** The least rights that it needs, where its cloud grants rights by policies. Required keys may be missing. */
  policies?(sections: never, context: PolicyContext): readonly PolicyStatement[];
}

/** A compute backend that can be chosen by its name. */
export interface ComputePlugin extends PluginBase {
  readonly kind: 'compute';
  /** Makes the backend from its checked sections, by name. */
  create(sections: never, context: PluginContext): ComputeBackend | Promise<ComputeBackend>;
}

/** A storage that can be chosen by its name. */
export interface StoragePlugin extends PluginBase {
  readonly kind: 'storage';
  /** Its objects are in this process: no other one can open it. */
  readonly isInProcess?: boolean | undefined;
  /** Makes the storage from its checked sections, by name. */
  create(sections: never, context: PluginContext): StorageBackend | Promise<StorageBackend>;
}

/** A monitor that can be chosen by its name. */
export interface MonitorPlugin extends PluginBase {
  readonly kind: 'monitor';
  /** Makes the monitor from its checked sections, by name: in the client, and again in each worker. */
  create(sections: never, context: PluginContext): Monitor | Promise<Monitor>;
}

/** What a package of a plug-in exports; `kind` says of which sort it is. */
export type Plugin = ComputePlugin | StoragePlugin | MonitorPlugin;

/** What an author writes: name, section, worker module, and how to make the thing from the checked section. */
export interface PluginDefinition<N extends string, S extends Record<string, KeySpec>, T> {
  readonly name: N;
  readonly section: S;
  readonly worker: URL;
  /** Makes the thing from the checked section, defaults filled in. */
  create(config: SectionConfig<S>, context: PluginContext): T | Promise<T>;
  /** The least rights that it needs, as far as its section is known. @default none by policies */
  policies?(config: Partial<SectionConfig<S>>, context: PolicyContext): readonly PolicyStatement[];
  /** Of a store whose objects are in this process: no other one can open it. @default false */
  readonly isInProcess?: boolean | undefined;
}
