import { FolderReporter, folderMonitor } from './folder-monitor.mjs';

class Reporter extends FolderReporter {
  given = 0;

  outcome(report) {
    if (++this.given % 5 !== 0) super.outcome(report);
  }
}

export const broken = folderMonitor('drops-every-fifth', import.meta.url, { Reporter });
