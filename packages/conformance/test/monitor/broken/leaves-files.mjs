import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  async close() {
    clearTimeout(this.timer);
    this.isClosed = true;
    this.events.close();
  }
}

export const broken = folderMonitor('leaves-files', import.meta.url, { Client });
