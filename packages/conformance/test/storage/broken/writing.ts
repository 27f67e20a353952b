import { objectExists, type StoredBody } from '@lithops/core/spec';
import type { Break } from './breaking.js';

/** Looks first and writes then: two who look at the same time both write. */
export const looksThenWrites: Break = (honest) => ({
  async put(bucket, key, body, options) {
    const isThere = await honest.head(bucket, key).then(
      () => true,
      () => false,
    );
    if (options?.ifNoneMatch === true && isThere) throw objectExists(bucket, key);
    await honest.put(bucket, key, body, { ...options, ifNoneMatch: false });
  },
});

/** Overwrites whatever is there. */
export const ignoresIfNoneMatch: Break = (honest) => ({
  put: (bucket, key, body, options) => honest.put(bucket, key, body, { ...options, ifNoneMatch: false }),
});

/** Does as if a stream that broke had ended. */
export const keepsHalfStreams: Break = (honest) => ({
  async put(bucket, key, body, options) {
    if (body instanceof Uint8Array) return honest.put(bucket, key, body, options);
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of body) chunks.push(chunk);
    } catch (error) {
      await honest.put(bucket, key, Buffer.concat(chunks), options);
      throw error;
    }
    await honest.put(bucket, key, Buffer.concat(chunks), options);
  },
});

/** Shows an object while its stream is being written. */
export const appends: Break = (honest) => ({
  async put(bucket, key, body, options) {
    if (body instanceof Uint8Array) return honest.put(bucket, key, body, options);
    const chunks: Uint8Array[] = [];
    await honest.put(bucket, key, Buffer.of(), options);
    for await (const chunk of body) {
      chunks.push(chunk);
      await honest.put(bucket, key, Buffer.concat(chunks));
    }
  },
});

/** Takes no more of a stream than a megabyte. */
export const truncatesStreams: Break = (honest) => ({
  put: async (bucket, key, body, options) =>
    honest.put(bucket, key, body instanceof Uint8Array ? body : await firstMegabyte(body), options),
});

async function firstMegabyte(body: Exclude<StoredBody, Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body).arrayBuffer()).subarray(0, 2 ** 20);
}

/** Stores the whole buffer that an array is a part of. */
export const storesWholeBuffers: Break = (honest) => ({
  put: (bucket, key, body, options) =>
    honest.put(bucket, key, body instanceof Uint8Array ? new Uint8Array(body.buffer) : body, options),
});

/** Cannot store nothing. */
export const dropsEmptyObjects: Break = (honest) => ({
  async put(bucket, key, body, options) {
    if (body instanceof Uint8Array && body.byteLength === 0) return;
    await honest.put(bucket, key, body, options);
  },
});

/** Has no buckets that must be made: whatever is named is there. */
export const makesBuckets: Break = (honest) => ({
  async put(bucket, key, body, options) {
    await honest.createBucket(bucket);
    await honest.put(bucket, key, body, options);
  },
});
