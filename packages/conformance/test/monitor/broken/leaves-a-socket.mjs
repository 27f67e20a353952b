import { createServer } from 'node:net';
import { FolderClient, folderMonitor } from './folder-monitor.mjs';

class Client extends FolderClient {
  server = createServer().listen(0, '127.0.0.1');
}

export const broken = folderMonitor('leaves-a-socket', import.meta.url, { Client });
