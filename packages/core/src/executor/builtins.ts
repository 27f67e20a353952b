import type { Builtins } from '../config/index.js';
import { localhost } from '../localhost/localhost-backend.js';
import { localhostStorage } from '../localhost/localhost-storage-plugin.js';
import { storageMonitor } from '../monitor/storage-monitor.js';

/** What works without installing anything more. */
export const builtins: Builtins = {
  compute: [localhost],
  storage: [localhostStorage],
  monitor: [storageMonitor],
};
