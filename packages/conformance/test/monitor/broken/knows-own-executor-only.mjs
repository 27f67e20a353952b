import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  async lookIn(place, jobId) {
    if (place.includes(`${this.executorId}/`)) await super.lookIn(place, jobId);
  }
}

export const broken = folderMonitor('knows-own-executor-only', import.meta.url, { Client });
