import { FolderReporter, folderMonitor } from './folder-monitor.mjs';

let failure;

class Reporter extends FolderReporter {
  async flush() {
    if (failure !== undefined) throw failure;
    await super.flush().catch((error) => {
      failure = error;
      throw error;
    });
  }
}

export const broken = folderMonitor('fails-for-ever', import.meta.url, { Reporter });
