import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  watch(job) {
    const place = path.join(this.folder, job.executorId, job.jobId);
    if (existsSync(place)) for (const name of readdirSync(place)) this.seen.add(path.join(place, name));
    super.watch(job);
  }
}

export const broken = folderMonitor('begins-when-watched', import.meta.url, { Client });
