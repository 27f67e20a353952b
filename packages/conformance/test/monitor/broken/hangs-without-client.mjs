import { FolderReporter, folderMonitor } from './folder-monitor.mjs';

class Reporter extends FolderReporter {
  async write(...given) {
    for (;;) {
      try {
        return await super.write(...given);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

export const broken = folderMonitor('hangs-without-client', import.meta.url, { Reporter });
