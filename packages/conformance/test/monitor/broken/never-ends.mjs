import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  async close() {
    clearTimeout(this.timer);
    this.isClosed = true;
  }
}

export const broken = folderMonitor('never-ends', import.meta.url, { Client });
