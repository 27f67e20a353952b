import { setImmediate } from 'node:timers/promises';
import { FolderReporter, folderMonitor } from './folder-monitor.mjs';

class Reporter extends FolderReporter {
  begin = () => undefined;
  begun = new Promise((resolve) => {
    this.begin = resolve;
  });

  /** A process that dies with the flush is never asked to begin, however slow it is. */
  async write(...given) {
    await this.begun;
    await super.write(...given);
  }

  async flush() {
    void setImmediate().then(this.begin);
  }
}

export const broken = folderMonitor('flushes-too-early', import.meta.url, { Reporter });
