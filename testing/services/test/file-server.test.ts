import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type FileServer, type ServedFile, startFileServer } from '../src/index.js';

const content = 'zero one two three';
let server: FileServer;

beforeEach(async () => {
  server = await startFileServer();
  onTestFinished(() => server.stop());
});

const serve = (file: Partial<ServedFile> = {}): string => server.add('a file.txt', { content, ...file });
const range = (value: string): RequestInit => ({ headers: { range: `bytes=${value}` } });
const about = (response: Response, ...headers: readonly string[]) => [
  response.status,
  ...headers.map((name) => response.headers.get(name)),
];

describe('a file that is served well', () => {
  it('comes as a whole, with its length', async () => {
    const response = await fetch(serve());
    expect(about(response, 'content-length', 'accept-ranges')).toEqual([200, '18', 'bytes']);
    expect(await response.text()).toBe(content);
  });

  it('comes in ranges', async () => {
    const response = await fetch(serve(), range('5-7'));
    expect(about(response, 'content-length', 'content-range')).toEqual([206, '3', 'bytes 5-7/18']);
    expect(await response.text()).toBe('one');
  });

  it('has no bytes beyond its end', async () => {
    const response = await fetch(serve(), range('18-'));
    expect(about(response, 'content-range')).toEqual([416, 'bytes */18']);
  });

  it('tells its length to HEAD, and the same ETag as to GET', async () => {
    const head = await fetch(serve(), { method: 'HEAD' });
    expect(about(head, 'content-length')).toEqual([200, '18']);
    expect(await head.text()).toBe('');
    expect((await fetch(serve())).headers.get('etag')).toBe(head.headers.get('etag'));
  });

  it('is told of: what was asked, and what was sent', async () => {
    await (await fetch(serve(), range('5-7'))).text();
    const one = { method: 'GET', path: '/a%20file.txt', range: 'bytes=5-7', status: 206, sentBytes: 3 };
    expect(server.requests).toEqual([{ ...one, error: undefined }]);
    server.forgetRequests();
    expect(server.requests).toEqual([]);
  });
});

describe('a file that is served in another way', () => {
  it('comes as a whole when a range was asked for', async () => {
    const response = await fetch(serve({ ranges: false }), range('5-7'));
    expect(about(response, 'accept-ranges', 'content-range')).toEqual([200, 'none', null]);
    expect(await response.text()).toBe(content);
  });

  it('comes without its length, to HEAD as well', async () => {
    const url = serve({ contentLength: false });
    const response = await fetch(url);
    expect(about(response, 'content-length', 'transfer-encoding')).toEqual([200, null, 'chunked']);
    expect(await response.text()).toBe(content);
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBeNull();
  });

  it('comes after redirects', async () => {
    const url = serve({ redirects: 2 });
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(302);
    server.forgetRequests();
    expect(await (await fetch(url, range('5-7'))).text()).toBe('one');
    expect(server.requests.map(({ status }) => status)).toEqual([302, 302, 206]);
  });

  it('does not come to HEAD', async () => {
    const url = serve({ head: false });
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(405);
    expect((await fetch(url)).status).toBe(200);
  });

  it('comes without an ETag', async () => {
    expect((await fetch(serve({ etag: false }))).headers.get('etag')).toBeNull();
  });

  it('comes late, and slowly', async () => {
    const before = performance.now();
    const response = await fetch(serve({ firstByteDelayMs: 100, bytesPerSecond: 180 }));
    expect(performance.now() - before).toBeGreaterThan(90);
    expect(await response.text()).toBe(content);
    expect(performance.now() - before).toBeGreaterThan(190);
  });
});

describe('a file that is not served', () => {
  it('is one that was never added', async () => {
    expect((await fetch(server.urlOf('/nothing'))).status).toBe(404);
  });

  it('answers with a status of its own, as often as was asked for', async () => {
    const url = serve({ status: 503, failures: 2 });
    const statuses = [await fetch(url), await fetch(url), await fetch(url)].map(({ status }) => status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('breaks off in the middle, as often as was asked for', async () => {
    const url = serve({ resetAfterBytes: 6, failures: 1 });
    const response = await fetch(url);
    await expect(response.text()).rejects.toThrow();
    expect(server.requests).toMatchObject([
      { status: 200, sentBytes: 6, error: expect.stringContaining('6 bytes') },
    ]);
    expect(await (await fetch(url)).text()).toBe(content);
  });
});
