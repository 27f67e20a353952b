import { FolderReporter, folderMonitor } from './folder-monitor.mjs';

class Reporter extends FolderReporter {
  beat = setInterval(() => undefined, 1000);
}

export const broken = folderMonitor('keeps-its-worker', import.meta.url, { Reporter });
