import { describe, expect, it } from 'vitest';
import { all, allParts, obj, readersOver, textsOf } from '../../test/support/objects.js';
import { type Handler, ranged, rangeOf, serve, whole } from '../../test/support/web-server.js';
import { openPartition } from './object-partition.js';

const readers = () => readersOver(undefined, { answerTimeoutMs: 20_000, idleTimeoutMs: 20_000 });
const content = Array.from({ length: 30_000 }, (_, i) => `line ${i}\n`).join('');

describe('a URL on a server that gives ranges', () => {
  it('is read part by part, each with its own request', async () => {
    const asked: unknown[] = [];
    const answer = ranged(content);
    const url = await serve((request, response) => {
      asked.push(rangeOf(request));
      answer(request, response);
    });
    const here = readers();
    const texts = await textsOf(obj(`${url}/a.txt`), { chunkSize: 150_000 }, here);
    expect(texts.length).toBe(3);
    expect(texts.join('')).toBe(content);
    expect(texts.every((text) => text.endsWith('\n'))).toBe(true);
    expect(asked).toEqual([
      [0, 0],
      [0, 215_535],
      [149_999, 318_889],
      [299_999, 318_889],
    ]);
    expect(here.warnings).toEqual([]);
  });

  it('is read over few connections, however many parts it has', async () => {
    const sockets = new Set<unknown>();
    const answer = ranged(content);
    const url = await serve((request, response) => {
      sockets.add(request.socket);
      answer(request, response);
    });
    const texts = await textsOf(obj(url), { chunkNumber: 20 }, readers());
    expect(texts.join('')).toBe(content);
    expect(sockets.size).toBeLessThan(10);
  });

  it('is named by its origin and its path', async () => {
    const url = await serve(ranged('text'));
    const [part] = await allParts(obj(`${url}/a/b.txt?x=1`), {}, readers());
    const partition = part && openPartition(part, readers());
    expect(partition).toMatchObject({ bucket: url, key: 'a/b.txt?x=1', size: 4 });
  });

  it('may be empty', async () => {
    const url = await serve(ranged(''));
    expect(await textsOf(obj(url), {}, readers())).toEqual(['']);
    expect(await textsOf(obj(url), { chunkNumber: 2 }, readers())).toEqual(['', '']);
  });

  it('goes on where its connection broke', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      const [first, last] = rangeOf(request) ?? [0, 0];
      const end = Math.min(last + 1, content.length);
      requests += 1;
      response.writeHead(206, {
        'content-range': `bytes ${first}-${end - 1}/${content.length}`,
        'content-length': end - first,
      });
      const piece = content.slice(first, Math.min(end, first + 100_000));
      if (first + piece.length === end) response.end(piece);
      else response.write(piece, () => response.destroy());
    });
    expect(await textsOf(obj(url), {}, readers())).toEqual([content]);
    expect(requests).toBeGreaterThanOrEqual(4);
  });

  it('is refused when it changed since its parts were made', async () => {
    let version = 1;
    const url = await serve((request, response) =>
      ranged('text', { etag: `"${version}"` })(request, response),
    );
    const [part] = await allParts(obj(url), {}, readers());
    version = 2;
    await expect(part && openPartition(part, readers()).text()).rejects.toMatchObject({
      code: 'LITHOPS_OBJECT_CHANGED',
    });
  });

  it('is refused when it grew or shrank', async () => {
    let text = 'text';
    const url = await serve((request, response) => ranged(text)(request, response));
    const [part] = await allParts(obj(url), {}, readers());
    for (text of ['', 'te', 'longer text']) {
      await expect(part && openPartition(part, readers()).text()).rejects.toMatchObject({
        code: 'LITHOPS_OBJECT_CHANGED',
      });
    }
  });
});

describe('a URL on a server that gives no ranges', () => {
  it('is read as a whole with one stream, without a warning', async () => {
    const url = await serve(whole(content));
    const here = readers();
    expect(await textsOf(obj(url), {}, here)).toEqual([content]);
    expect(here.warnings).toEqual([]);
  });

  it('is still parted rightly, and somebody is told once', async () => {
    const url = await serve(whole(content));
    const here = readers();
    const texts = await textsOf(obj([url, url]), { chunkNumber: 4 }, here);
    expect(texts.length).toBe(8);
    expect(texts.join('')).toBe(content + content);
    expect(here.warnings).toEqual([expect.stringContaining('gives no ranges')]);
  });

  it('may be empty', async () => {
    const url = await serve(whole(''));
    expect(await textsOf(obj(url), { chunkSize: 5 }, readers())).toEqual(['']);
  });

  it('is left when the part has all of its bytes', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const url = await serve((_request, response) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      response.writeHead(200, { 'content-length': 10 * content.length }).write(content);
    });
    const [part] = await allParts(obj(url), { chunkSize: 10 }, readers());
    expect(part && (await openPartition(part, readers()).text())).toBe('line 0\nline 1\n');
    await closed;
  });
});

describe('a redirect', () => {
  it('is followed, also to another server', async () => {
    const target = await serve(ranged(content));
    const url = await serve((request, response) => {
      const location = request.url === '/a' ? '/b' : `${target}/c`;
      response.writeHead(request.url === '/a' ? 301 : 307, { location }).end();
    });
    expect((await textsOf(obj(`${url}/a`), { chunkNumber: 3 }, readers())).join('')).toBe(content);
  });

  it.each([
    ['/', 'more than 10 times'],
    ['ftp://nowhere/', 'no http(s) URL'],
  ])('to %s is refused', async (location, why) => {
    const url = await serve((_request, response) => void response.writeHead(302, { location }).end());
    await expect(allParts(obj(url), {}, readers())).rejects.toMatchObject({
      code: 'LITHOPS_OBJECT_UNREADABLE',
      message: expect.stringContaining(why),
    });
  });
});

describe('a URL that cannot be read', () => {
  it.each<[string, Handler, string]>([
    ['is not there', answer(404), 'LITHOPS_NO_SUCH_KEY'],
    ['is forbidden', answer(403), 'LITHOPS_OBJECT_UNREADABLE'],
    ['has no length', (_request, response) => void response.writeHead(200).end('text'), 'LITHOPS_NO_LENGTH'],
    ['has no length in its range', answer(206, { 'content-range': 'bytes 0-0/*' }), 'LITHOPS_NO_LENGTH'],
    ['is no range at all', answer(206, { 'content-range': 'bytes 5-5/9' }), 'LITHOPS_OBJECT_UNREADABLE'],
  ])('because it %s is an error that names it', async (_why, handler, code) => {
    const url = await serve(handler);
    await expect(allParts(obj(`${url}/a.txt`), {}, readers())).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${url}/a.txt`),
    });
  });

  it('because nobody is there is an error that names it', async () => {
    await expect(allParts(obj('http://127.0.0.1:1/a.txt?secret=1'), {}, readers())).rejects.toMatchObject({
      code: 'LITHOPS_OBJECT_UNREADABLE',
      message: expect.stringMatching(/http:\/\/127\.0\.0\.1:1\/a\.txt\?….*ECONNREFUSED/),
    });
  });

  it('at first is tried again', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests += 1;
      (requests < 3 ? answer(503) : ranged('text'))(request, response);
    });
    expect(await textsOf(obj(url), {}, readers())).toEqual(['text']);
  });

  it('because the server does not answer is given up', async () => {
    const url = await serve(() => {});
    await expect(allParts(obj(url), {}, readersOver(undefined, { answerTimeoutMs: 50 }))).rejects.toThrow(
      'did not answer within 50 ms',
    );
  });

  it('because its body stops is given up', async () => {
    const url = await serve((request, response) => {
      const [first] = rangeOf(request) ?? [0];
      response.writeHead(206, { 'content-range': `bytes ${first}-${first === 0 ? 99 : 0}/100` });
      if (request.headers.range === 'bytes=0-0') response.end('x');
      else response.write(first === 0 ? 'xxx' : '');
    });
    const [part] = await allParts(obj(url), {}, readers());
    const impatient = readersOver(undefined, { idleTimeoutMs: 50 });
    await expect(part && all(openPartition(part, impatient).lines())).rejects.toThrow(
      'nothing came for 50 ms',
    );
  });
});

function answer(status: number, headers: Readonly<Record<string, string>> = {}): Handler {
  return (_request, response) => void response.writeHead(status, headers).end();
}
