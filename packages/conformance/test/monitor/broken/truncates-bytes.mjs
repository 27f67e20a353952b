import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  tell(jobId, name, content) {
    super.tell(jobId, name, content.subarray(0, 65_536));
  }
}

export const broken = folderMonitor('truncates-bytes', import.meta.url, { Client });
