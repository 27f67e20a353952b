import path from 'node:path';
import { FolderClient, FolderReporter, folderMonitor } from './folder-monitor.mjs';

const ALL = 'all';

class Reporter extends FolderReporter {
  placeOf(jobId) {
    return path.join(this.folder, ALL, jobId);
  }
}

class Client extends FolderClient {
  constructor(folder) {
    super(folder, ALL);
  }

  watch({ jobId }) {
    super.watch({ executorId: ALL, jobId });
  }
}

export const broken = folderMonitor('mixes-up-executors', import.meta.url, { Reporter, Client });
