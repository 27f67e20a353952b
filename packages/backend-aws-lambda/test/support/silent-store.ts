import { createServer } from 'node:http';
import type { StoragePlugin } from '@lithops/core/spec';
import { ceph } from '@lithops/storage-s3';
import { onTestFinished } from 'vitest';

/** A store that counts what it is asked, and has no answers. */
export async function silentStore(): Promise<{ readonly plugin: StoragePlugin; requests(): number }> {
  let count = 0;
  const server = createServer((_, response) => {
    count++;
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const plugin = ceph({
    endpoint: `http://127.0.0.1:${port}`,
    accessKeyId: 'nobody',
    secretAccessKey: 'nothing',
    storageBucket: 'unused',
  });
  return { plugin, requests: () => count };
}
