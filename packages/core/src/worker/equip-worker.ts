import { provideFunctions } from './deployed-functions.js';
import { provideMonitors } from './monitor-registry.js';
import { provideModules } from './own-modules.js';
import { provideStores } from './storage-registry.js';

/** What lies beside the entry of a bundle, each loaded when it is first used. */
export interface WorkerEquipment {
  /** Modules that functions may import, by specifier. */
  readonly modules: Readonly<Record<string, () => unknown>>;
  /** Worker halves of stores, by name of the plug-in. */
  readonly stores: Readonly<Record<string, () => object>>;
  /** Worker halves of monitors, by name of the plug-in. */
  readonly monitors: Readonly<Record<string, () => object>>;
  /** Where the bundle lies: a function may be with it. */
  readonly folder: string;
}

/** The first thing that a bundled worker does. For the entry that core makes: backends need not call it. */
export function equipWorker({ modules, stores, monitors, folder }: WorkerEquipment): void {
  provideFunctions(folder);
  provideModules(modules);
  provideStores(stores);
  provideMonitors(monitors);
}
