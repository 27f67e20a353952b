import { FolderReporter, folderMonitor } from './folder-monitor.mjs';

class Reporter extends FolderReporter {
  async write(...given) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await super.write(...given);
  }

  async flush() {}
}

export const broken = folderMonitor('flushes-too-early', import.meta.url, { Reporter });
