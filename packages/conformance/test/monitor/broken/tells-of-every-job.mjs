import { readdirSync } from 'node:fs';
import path from 'node:path';
import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  async look() {
    for (const jobId of readdirSync(path.join(this.folder, this.executorId)))
      this.jobs.set(path.join(this.folder, this.executorId, jobId), jobId);
    await super.look();
  }
}

export const broken = folderMonitor('tells-of-every-job', import.meta.url, { Client });
