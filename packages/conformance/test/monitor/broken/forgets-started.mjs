import { FolderReporter, folderMonitor } from './folder-monitor.mjs';

class Reporter extends FolderReporter {
  started() {}
}

export const broken = folderMonitor('forgets-started', import.meta.url, { Reporter });
