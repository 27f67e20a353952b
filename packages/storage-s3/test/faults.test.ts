import { inspect } from 'node:util';
import type { StoredObject } from '@lithops/core/spec';
import { faults } from '@lithops/testing-services';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { behindProxy } from './support/proxy.js';
import { openCeph, type Said } from './support/store.js';

const MiB = 1024 * 1024;
const unavailable = { code: 'LITHOPS_SERVICE_UNAVAILABLE', isRetryable: true };

/** Bytes in which every place is told from the next. */
function pattern(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  for (let i = 0; i + 4 <= sizeBytes; i += 4) bytes.writeUInt32LE(i, i);
  return bytes;
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe.skipIf(whyNoS3 !== undefined)(
  `a connection that breaks in the middle of an object ${whyNoS3 ?? ''}`,
  () => {
    it('is followed by another from the next byte on, as often as needed', async () => {
      const { store, direct, bucket, proxy } = await behindProxy();
      const content = pattern(3 * MiB);
      await direct.put(bucket, 'a', content);
      proxy.inject(faults.resetAfterDownload(MiB / 2), { operation: 'GetObject' });
      expect(Buffer.compare(await store.get(bucket, 'a'), content)).toBe(0);
      expect(Buffer.compare(await collect(await store.getStream(bucket, 'a')), content)).toBe(0);
      expect(proxy.count({ operation: 'GetObject' })).toBeGreaterThan(8);
    });

    it('reads a range to its end and no further', async () => {
      const { store, direct, bucket, proxy } = await behindProxy();
      const content = pattern(2 * MiB);
      await direct.put(bucket, 'a', content);
      proxy.inject(faults.resetAfterDownload(300_000), { operation: 'GetObject', times: 3 });
      const range = { start: 100_001, end: 1_900_000 };
      const got = await collect(await store.getStream(bucket, 'a', { range }));
      expect(Buffer.compare(got, content.subarray(100_001, 1_900_001))).toBe(0);
    });

    it('is LITHOPS_OBJECT_CHANGED when the object was replaced meanwhile, never a mixture', async () => {
      const { store, direct, bucket, proxy } = await behindProxy();
      await direct.put(bucket, 'a', pattern(MiB));
      proxy.inject(faults.resetAfterDownload(MiB / 2), { operation: 'GetObject', nth: 1 });
      const replace = () => direct.put(bucket, 'a', Buffer.alloc(MiB, 'x'));
      proxy.inject(faults.after(replace), { operation: 'GetObject', times: 1 });
      await expect(store.get(bucket, 'a')).rejects.toMatchObject({ code: 'LITHOPS_OBJECT_CHANGED' });
    });

    it('is LITHOPS_NO_SUCH_KEY when the object was deleted meanwhile', async () => {
      const { store, direct, bucket, proxy } = await behindProxy();
      await direct.put(bucket, 'a', pattern(MiB));
      proxy.inject(faults.resetAfterDownload(MiB / 2), { operation: 'GetObject', nth: 1 });
      proxy.inject(
        faults.after(() => direct.delete(bucket, 'a')),
        { operation: 'GetObject', times: 1 },
      );
      await expect(collect(await store.getStream(bucket, 'a'))).rejects.toMatchObject({
        code: 'LITHOPS_NO_SUCH_KEY',
      });
    });

    it('is LITHOPS_SERVICE_UNAVAILABLE when no connection brings anything any more', async () => {
      const { store, direct, bucket, proxy } = await behindProxy();
      await direct.put(bucket, 'a', pattern(MiB));
      proxy.inject(faults.resetAfterDownload(MiB / 2), { operation: 'GetObject', nth: 1 });
      proxy.inject(faults.resetAfterDownload(0), { operation: 'GetObject' });
      await expect(store.get(bucket, 'a')).rejects.toMatchObject(unavailable);
    });
  },
);

describe.skipIf(whyNoS3 !== undefined)(`a server that is busy ${whyNoS3 ?? ''}`, () => {
  it('is asked again, for whatever it was', async () => {
    const { store, bucket, proxy } = await behindProxy();
    for (const operation of ['GetObject', 'UploadPart'])
      proxy.inject(faults.slowDown(), { operation, times: 1 });
    for (const operation of [
      'PutObject',
      'HeadObject',
      'ListObjectsV2',
      'DeleteObjects',
      'CreateMultipartUpload',
      'CompleteMultipartUpload',
    ])
      proxy.inject(faults.internalError(), { operation, times: 2 });
    await store.put(bucket, 'a', Buffer.from('a'));
    await store.put(bucket, 'b', pattern(17 * MiB));
    expect((await store.get(bucket, 'a')).byteLength).toBe(1);
    expect((await store.head(bucket, 'b')).size).toBe(17 * MiB);
    const found: StoredObject[] = [];
    for await (const page of store.list(bucket, '')) found.push(...page);
    expect(found.map(({ key }) => key)).toEqual(['a', 'b']);
    await store.deleteMany(bucket, ['a', 'b']);
    expect(proxy.operations).toMatchObject({
      GetObject: 2,
      UploadPart: 4,
      ListObjectsV2: 3,
      DeleteObjects: 3,
    });
  });

  it('for too long is LITHOPS_SERVICE_UNAVAILABLE, after so many attempts', async () => {
    const { store, bucket, proxy } = await behindProxy({ max_attempts: 2 });
    proxy.inject(faults.slowDown());
    const failing = store.get(bucket, 'a');
    await expect(failing).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringContaining('SlowDown'),
    });
    expect(proxy.count({ operation: 'GetObject' })).toBe(2);
  });

  it('in the middle of an upload leaves nothing of it', async () => {
    const { store, direct, bucket, proxy } = await behindProxy({ max_attempts: 1 });
    proxy.inject(faults.internalError(), { operation: 'UploadPart', nth: 2 });
    await expect(store.put(bucket, 'a', pattern(40 * MiB))).rejects.toMatchObject(unavailable);
    expect(proxy.count({ operation: 'AbortMultipartUpload' })).toBe(1);
    await expect(direct.head(bucket, 'a')).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
  });

  it('so that not even the parts can be taken back is told as a warning; the first failure is thrown', async () => {
    const said: Said = { warnings: [] };
    const { store, bucket, proxy } = await behindProxy({ max_attempts: 1 }, said);
    proxy.inject(faults.accessDenied(), { operation: 'UploadPart', nth: 1 });
    proxy.inject(faults.internalError(), { operation: 'AbortMultipartUpload' });
    await expect(store.put(bucket, 'a', pattern(20 * MiB))).rejects.toMatchObject({
      code: 'LITHOPS_ACCESS_DENIED',
    });
    expect(said.warnings).toEqual([expect.stringContaining(`"a" in bucket "${bucket}"`)]);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`an answer that gets lost ${whyNoS3 ?? ''}`, () => {
  it('of a write that must be the first does not make the writer believe that it came second', async () => {
    const { store, direct, bucket, proxy } = await behindProxy();
    proxy.inject(faults.loseReply(), { operation: 'PutObject', times: 1 });
    await store.put(bucket, 'lease', Buffer.from('mine'), { ifNoneMatch: true });
    expect(proxy.count({ operation: 'PutObject' })).toBe(2);
    expect(Buffer.from(await direct.get(bucket, 'lease')).toString()).toBe('mine');
  });

  it('nor hides that somebody else was the first', async () => {
    const { store, direct, bucket, proxy } = await behindProxy();
    await direct.put(bucket, 'lease', Buffer.from('theirs'), { ifNoneMatch: true });
    proxy.inject(faults.loseReply(), { operation: 'PutObject', times: 1 });
    const second = store.put(bucket, 'lease', Buffer.from('mine'), { ifNoneMatch: true });
    await expect(second).rejects.toMatchObject({ code: 'LITHOPS_OBJECT_EXISTS' });
  });
});

describe.skipIf(whyNoS3 !== undefined)(`a listing ${whyNoS3 ?? ''}`, () => {
  const keys = Array.from({ length: 25 }, (_, i) => `k/${String(i).padStart(3, '0')}`);

  it('in shorter pages than were asked for is complete', async () => {
    const { store, direct, bucket, proxy } = await behindProxy();
    for (const key of keys) await direct.put(bucket, key, Buffer.from('x'));
    proxy.inject(faults.shortPages(4), { operation: 'ListObjectsV2' });
    const found: string[] = [];
    for await (const page of store.list(bucket, 'k/')) found.push(...page.map(({ key }) => key));
    expect(found).toEqual(keys);
  });

  it('that breaks off is an error, never a short listing', async () => {
    const { store, direct, bucket, proxy } = await behindProxy({ max_attempts: 2 });
    for (const key of keys) await direct.put(bucket, key, Buffer.from('x'));
    proxy.inject(faults.malformedListing(), { operation: 'ListObjectsV2' });
    const listing = async () => {
      for await (const page of store.list(bucket, 'k/')) expect(page).toHaveLength(keys.length);
    };
    await expect(listing()).rejects.toMatchObject({ code: expect.stringMatching(/^LITHOPS_SERVICE_/) });
  });
});

describe.skipIf(whyNoS3 !== undefined)(`a delete of many ${whyNoS3 ?? ''}`, () => {
  it('tells the keys that are left and why, and has deleted the others', async () => {
    const { store, direct, bucket, proxy } = await behindProxy();
    const keys = ['a', 'held', 'z'];
    for (const key of keys) await direct.put(bucket, key, Buffer.from('x'));
    const refusal = `<Error><Key>held</Key><Code>AccessDenied</Code><Message>It is locked.</Message></Error>`;
    const answer = `<?xml version="1.0"?><DeleteResult>${refusal}</DeleteResult>`;
    proxy.inject((exchange) => exchange.answer(200, answer, { 'content-type': 'application/xml' }), {
      operation: 'DeleteObjects',
    });
    await expect(store.deleteMany(bucket, keys)).rejects.toMatchObject({
      code: 'LITHOPS_DELETE_INCOMPLETE',
      isRetryable: false,
      message: expect.stringContaining('"held" (AccessDenied: It is locked.)'),
    });
  });

  it('sends 1,000 keys by one request', async () => {
    const { store, bucket, proxy } = await behindProxy();
    await store.deleteMany(
      bucket,
      Array.from({ length: 2001 }, (_, i) => `never/${i}`),
    );
    expect(proxy.count({ operation: 'DeleteObjects' })).toBe(3);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`credentials that are wrong ${whyNoS3 ?? ''}`, () => {
  it('are told by section and key, and no error shows the secret or what was signed', async () => {
    const secret = 'a-secret-that-is-wrong';
    const store = await openCeph({ secret_access_key: secret });
    const asked = [
      () => store.get('any', 'a'),
      () => store.head('any', 'a'),
      () => store.bucketExists('any'),
      () => store.put('any', 'a', pattern(MiB)),
      () => store.deleteMany('any', ['a']),
    ];
    for (const ask of asked) {
      const error: unknown = await ask().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code: 'LITHOPS_WRONG_CREDENTIALS', isRetryable: false });
      expect(String(error)).toContain('"secret_access_key" in section "ceph"');
      const everything = inspect(error, { depth: 20, showHidden: true });
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain('AWS4-HMAC-SHA256');
    }
  });

  it('or a clock that is: LITHOPS_CLOCK_SKEW, with the time as it is here', async () => {
    const { store, bucket, proxy } = await behindProxy({ max_attempts: 2 });
    proxy.inject(faults.requestTimeTooSkewed());
    const failing = store.get(bucket, 'a');
    await expect(failing).rejects.toMatchObject({
      code: 'LITHOPS_CLOCK_SKEW',
      message: expect.stringContaining(new Date().toISOString().slice(0, 10)),
    });
  });
});

describe.skipIf(whyNoS3 !== undefined)(`the proxy of these tests ${whyNoS3 ?? ''}`, () => {
  it('passes on what it was not told to break', async () => {
    const { store, bucket, proxy } = await behindProxy();
    await store.put(bucket, 'a', Buffer.from('a'));
    expect((await store.get(bucket, 'a')).byteLength).toBe(1);
    expect(proxy.operations).toEqual({ PutObject: 1, GetObject: 1 });
    expect(proxy.endpoint).not.toBe(s3UnderTest().endpoint);
  });
});
