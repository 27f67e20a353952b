import { FolderReporter, folderMonitor } from './folder-monitor.mjs';

let isClosed = false;

class Reporter extends FolderReporter {
  async write(...given) {
    if (isClosed) throw new Error('closed');
    await super.write(...given);
  }

  async close() {
    isClosed = true;
  }
}

export const broken = folderMonitor('closes-for-all', import.meta.url, { Reporter });
