import { folderMonitor } from './folder-monitor.mjs';

export const broken = folderMonitor('has-no-worker-half', new URL('nowhere.mjs', import.meta.url).href);
