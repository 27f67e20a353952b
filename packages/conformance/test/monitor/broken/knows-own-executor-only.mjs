import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  watch({ jobId }) {
    super.watch({ executorId: this.executorId, jobId });
  }
}

export const broken = folderMonitor('knows-own-executor-only', import.meta.url, { Client });
