import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  tell(_jobId, name, content) {
    const [jobId] = this.jobs.values();
    super.tell(jobId, name, content);
  }
}

export const broken = folderMonitor('mixes-up-jobs', import.meta.url, { Client });
