import { openStorage } from '@lithops/core/testing';
import { redisUnderTest, whyNoRedis } from '@lithops/testing-services/redis';
import { createClient } from '@redis/client';
import redis from 'lithops-storage-redis';
import { describe, expect, it, onTestFinished } from 'vitest';

async function open(options: Partial<Parameters<typeof redis>[0]> = {}) {
  const store = await openStorage(redis({ url: redisUnderTest().url, keyPrefix: 'own:', ...options }));
  onTestFinished(() => store.close());
  await store.createBucket('own');
  return store;
}

/** The server without the store. */
async function server() {
  const client = await createClient({ url: redisUnderTest().url }).connect();
  onTestFinished(() => client.close());
  return client;
}

const megabyte = 2 ** 20;
const parts = 'own:{own}:part:*';

describe.skipIf(whyNoRedis !== undefined)(`Redis as a store ${whyNoRedis ?? ''}`, () => {
  it('refuses bytes and streams that are larger than it may hold, and keeps nothing of them', async () => {
    const store = await open({ maxObjectSizeMb: 10 });
    const pieces = Array.from({ length: 11 }, () => new Uint8Array(megabyte));
    for (const body of [new Uint8Array(10 * megabyte + 1), ReadableStream.from(pieces)]) {
      const write = store.put('own', 'large', body);
      await expect(write).rejects.toThrow(/at most 10 MB \(redis\.max_object_size\)/);
    }
    expect(await (await server()).keys(parts)).toEqual([]);
    await store.put('own', 'just-fits', new Uint8Array(10 * megabyte));
    expect((await store.head('own', 'just-fits')).size).toBe(10 * megabyte);
  });

  it('lets go of what a writer has left that was killed', async () => {
    const [store, client] = [await open(), await server()];
    const left: number[] = [];
    const body = async function* () {
      yield new Uint8Array(9 * megabyte);
      for (const part of await client.keys(parts)) left.push(await client.ttl(part));
    };
    await store.put('own', 'stays', ReadableStream.from(body()));
    expect(left).toEqual([expect.closeTo(3600, -2)]);
    expect(await client.ttl('own:{own}:body:stays')).toBe(-1); // for ever
  });

  it('keeps what has another prefix apart', async () => {
    const [one, other] = [await open(), await open({ keyPrefix: 'other:' })];
    await one.put('own', 'a', Buffer.from('one'));
    await expect(other.get('own', 'a')).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
  });

  it('says where it looked for a server, and nothing of the password', async () => {
    const { url, password } = redisUnderTest();
    const wrong = url.replace(password, 'wr0ng');
    const asked = open({ url: wrong });
    await expect(asked).rejects.toMatchObject({ code: 'LITHOPS_STORAGE_UNREACHABLE' });
    await expect(asked).rejects.toThrow(new URL(url).host);
    await expect(asked).rejects.not.toThrow(/wr0ng/);
    const nobody = open({ url: 'redis://127.0.0.1:1', connectTimeoutMs: 500 });
    await expect(nobody).rejects.toMatchObject({ code: 'LITHOPS_STORAGE_UNREACHABLE' });
    await expect(open({ url: 'not an address' })).rejects.toThrow(/redis\.url/);
  });

  it('warns of a server that drops what it has', async () => {
    const [store, client] = [await open(), await server()];
    const levels = async () =>
      (await store.doctor?.(new AbortController().signal))?.map(({ level }) => level);
    expect(await levels()).toEqual(['ok', 'ok']);
    await client.configSet('maxmemory-policy', 'allkeys-lru');
    try {
      expect(await levels()).toEqual(['ok', 'warning']);
    } finally {
      await client.configSet('maxmemory-policy', 'noeviction');
    }
  });
});
