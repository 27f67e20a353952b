import { FolderReporter, folderMonitor } from './folder-monitor.mjs';

class Reporter extends FolderReporter {
  made = 0;

  newName(type) {
    return `${this.made++}.${type}`;
  }
}

export const broken = folderMonitor('overwrites-others', import.meta.url, { Reporter });
