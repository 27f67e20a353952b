import { defineSection, defineStoragePlugin } from '../plugins/index.js';
import { LocalhostStorage } from './localhost-storage.js';

/** `storage: localhost`: files of this machine, below the system's temporary folder. */
export const localhostStorage = defineStoragePlugin({
  name: 'localhost',
  section: defineSection({
    storage_bucket: {
      type: 'string',
      doc: 'Bucket for temporary data, a folder below the temporary folder; wins over `lithops.storage_bucket`',
    },
  }),
  worker: new URL(import.meta.url),
  create: () => new LocalhostStorage(),
});
