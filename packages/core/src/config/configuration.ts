import type { Mode } from '../executor/options.js';
import type { LogSettings } from '../log/settings.js';
import type { ComputePlugin, MonitorPlugin, Plugin, PluginContext, StoragePlugin } from '../spec/plugin.js';
import type { PolicyContext, PolicyStatement } from '../spec/policy.js';
import type { Origin } from './origin.js';

/** Plug-ins that core brings itself. They win over packages of the same name. */
export interface Builtins {
  readonly compute: readonly ComputePlugin[];
  readonly storage: readonly StoragePlugin[];
  readonly monitor: readonly MonitorPlugin[];
}

/** A section's checked values by file key (snake_case, units of the file: seconds, MB). */
export type SectionValues = Readonly<Record<string, unknown>>;

/** A plug-in with the sections it reads, checked and merged. */
export interface ResolvedPlugin<P extends Plugin> {
  readonly plugin: P;
  readonly sections: Readonly<Record<string, SectionValues>>;
  /** Makes the backend, store or monitor from the checked sections. */
  create(context: PluginContext): ReturnType<P['create']>;
  /** The least rights it needs; `undefined`: its cloud has no policies for that. */
  policies(context: PolicyContext): readonly PolicyStatement[] | undefined;
}

/** Section `lithops`, in the names and units of TypeScript. */
export interface LithopsSettings {
  /** The storage's own `storage_bucket`, else that of `lithops`; needed only when something must be stored. */
  readonly storageBucket: string | undefined;
  readonly dataCleaner: boolean;
  /** Bound of workers at once; `undefined`: the backend's. */
  readonly workers: number | undefined;
  /** Largest item in MB on backends other than localhost; `false`: no limit. */
  readonly dataLimitMb: number | false;
  readonly executionTimeoutMs: number;
  /** Packages to bundle: `[]` all, `null` none, a list only those. */
  readonly includeModules: readonly string[] | null;
  readonly excludeModules: readonly string[];
  /** Attempts after the first; `undefined`: 0 for errors of the function, 2 for lost workers. */
  readonly retries: number | undefined;
  readonly persist: boolean;
  readonly monitoringIntervalMs: number | undefined;
  /** Calls per activation; `undefined`: the dispatcher's choice. */
  readonly chunkSize: number | undefined;
  readonly log: LogSettings;
}

/** What every backend has, from its own section; `undefined` where nobody said anything. */
export interface WorkerSettings {
  readonly runtime: string | undefined;
  readonly runtimeMemoryMb: number | undefined;
  readonly runtimeTimeoutMs: number | undefined;
  readonly maxWorkers: number | undefined;
  readonly workerProcesses: number | 'AUTO' | undefined;
  readonly packages: readonly string[] | undefined;
  /** Each function is deployed with its workers. */
  readonly customizedRuntime: boolean | undefined;
}

/** What a storage needs to be used without an executor. Printing it prints {@link StorageConfiguration.redacted}. */
export interface StorageConfiguration {
  /** The file that was read. */
  readonly source: string | undefined;
  /** Where the program's packages are looked for, plug-ins and those that go to workers; the first that has one wins. */
  readonly packageFolders: readonly string[];
  readonly storage: ResolvedPlugin<StoragePlugin>;
  readonly lithops: LithopsSettings;
  /** Where each value came from, by `section.key`. */
  readonly sources: Readonly<Record<string, Origin>>;
  /** Things a user should know that are no errors; each to be logged once. */
  readonly warnings: readonly string[];
  /** Sections and keys in use, secrets as `***`. */
  redacted(): Readonly<Record<string, SectionValues>>;
  /** Replaces every configured secret (also the passwords of URLs) in a text by `***`. */
  redact(text: string): string;
}

/** Everything an executor needs to know, checked. */
export interface Configuration extends StorageConfiguration {
  readonly mode: Mode;
  readonly compute: ResolvedPlugin<ComputePlugin>;
  /** `'auto'`: unset, the executor chooses by capabilities. `'direct'` is core's own and no plug-in. */
  readonly monitoring: 'auto' | 'direct' | ResolvedPlugin<MonitorPlugin>;
  readonly worker: WorkerSettings;
}
