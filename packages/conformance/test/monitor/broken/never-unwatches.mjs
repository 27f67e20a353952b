import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  unwatch() {}
}

export const broken = folderMonitor('never-unwatches', import.meta.url, { Client });
