import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  tell(jobId, name, content) {
    super.tell(jobId, name, Buffer.from(content.toString()));
  }
}

export const broken = folderMonitor('alters-bytes', import.meta.url, { Client });
