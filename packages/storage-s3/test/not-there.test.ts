import { createServer, type Server } from 'node:net';
import { ceph } from '@lithops/storage-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { context } from './support/store.js';

const unavailable = { code: 'LITHOPS_SERVICE_UNAVAILABLE', isRetryable: true };
const MiB = 1024 * 1024;

describe('a server that is not there', () => {
  it('is LITHOPS_SERVICE_UNAVAILABLE, with endpoint and section', async () => {
    const endpoint = 'http://127.0.0.1:9';
    const store = await openElsewhere(endpoint);
    for (const ask of [() => store.get('any', 'a'), () => store.put('any', 'a', Buffer.alloc(9 * MiB))]) {
      const message = expect.stringContaining(endpoint);
      await expect(ask()).rejects.toMatchObject({ ...unavailable, message });
      await expect(ask()).rejects.toMatchObject({ message: expect.stringContaining('section "ceph"') });
    }
  });

  it('or takes connections and never answers, likewise, when its time is over', async () => {
    const silent = await listen(createServer(() => {}));
    const store = await openElsewhere(silent, { idle_timeout: 0.2, max_attempts: 2 });
    await expect(store.get('any', 'a')).rejects.toMatchObject(unavailable);
    await expect(store.put('any', 'a', Buffer.alloc(MiB))).rejects.toMatchObject(unavailable);
  });

  it('or is no S3 at all is an error that says so', async () => {
    const page = '<html><body>Log in</body></html>';
    const web = await listen(
      createServer((socket) => {
        socket.once('data', () => {
          socket.end(
            `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\n\r\n${page}`,
          );
        });
        socket.on('error', () => socket.destroy());
      }),
    );
    const store = await openElsewhere(web, { max_attempts: 1 });
    const listing = async () => {
      for await (const listed of store.list('any', '')) expect(listed).toEqual([]);
    };
    await expect(listing()).rejects.toMatchObject({ code: 'LITHOPS_SERVICE_FAILED' });
  });
});

async function openElsewhere(endpoint: string, more: object = {}) {
  const keys = { access_key_id: 'a', secret_access_key: 'b' };
  const section = {
    endpoint,
    ...keys,
    checksums: 'when_required',
    connect_timeout: 2,
    idle_timeout: 5,
    max_attempts: 2,
  };
  const store = await ceph.create({ ceph: { ...section, ...more } } as never, context());
  onTestFinished(() => store.close());
  return store;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  return `http://127.0.0.1:${address.port}`;
}
