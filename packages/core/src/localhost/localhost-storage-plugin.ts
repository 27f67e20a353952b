import type { StoragePlugin } from '../spec/plugin.js';
import { LocalhostStorage } from './localhost-storage.js';

/** `storage: localhost`: files of this machine, below the system's temporary folder. It has no settings of its own. */
export const localhostStorage: StoragePlugin = {
  kind: 'storage',
  name: 'localhost',
  specVersion: 1,
  sections: {},
  worker: new URL(import.meta.url),
  create: () => new LocalhostStorage(),
};
