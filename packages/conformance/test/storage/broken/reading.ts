import type { Break } from './breaking.js';

/** Gives the whole object. */
export const ignoresRange: Break = (honest) => ({
  get: (bucket, key, options) => honest.get(bucket, key, { ...options, range: undefined }),
});

/** Takes the end of a range for the first byte that is not in it. */
export const exclusiveRangeEnd: Break = (honest) => ({
  get: (bucket, key, options = {}) => {
    const { start = 0, end } = options.range ?? {};
    const isCut = end !== undefined && end > start;
    return honest.get(bucket, key, isCut ? { ...options, range: { start, end: end - 1 } } : options);
  },
});

/** Reads whatever is there. */
export const ignoresIfMatch: Break = (honest) => ({
  get: (bucket, key, options) => honest.get(bucket, key, { ...options, ifMatch: undefined }),
  getStream: (bucket, key, options) => honest.getStream(bucket, key, { ...options, ifMatch: undefined }),
});

/** Keeps each answer, and gives it again. */
export const sharesAnswers: Break = (honest) => {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    async put(bucket, key, body, options) {
      await honest.put(bucket, key, body, options);
      kept.delete(`${bucket}/${key}`);
    },
    async get(bucket, key, options) {
      const bytes = await honest.get(bucket, key, options);
      if (options !== undefined) return bytes;
      const shared = kept.get(`${bucket}/${key}`) ?? bytes;
      kept.set(`${bucket}/${key}`, shared);
      return shared;
    },
  };
};

/** Answers with a Buffer, as clients of databases do. */
export const givesBuffers: Break = (honest) => ({
  get: async (bucket, key, options) => Buffer.from((await honest.get(bucket, key, options)).buffer),
});

/** Loses what comes behind the first megabytes. */
export const cutsStreams: Break = (honest) => ({
  async getStream(bucket, key, options) {
    const bytes = await honest.get(bucket, key, options);
    return ReadableStream.from([bytes.slice(0, 5_000_000)]);
  },
});

/** Reads on in whatever is there by then. */
export const tearsStreams: Break = (honest) => ({
  async getStream(bucket, key, options = {}) {
    const { start = 0, end = Number.MAX_SAFE_INTEGER } = options.range ?? {};
    const { byteLength } = await honest.get(bucket, key, options);
    const pieces = async function* () {
      for (let at = start; at < start + byteLength; at += 2 ** 20) {
        const last = Math.min(at + 2 ** 20 - 1, end);
        yield await honest.get(bucket, key, { range: { start: at, end: last } });
      }
    };
    return ReadableStream.from(pieces());
  },
});

/** Has one connection, which a stream that is being read keeps to itself. */
export const oneAtATime: Break = (honest) => {
  let isBusy = false;
  return {
    async getStream(bucket, key, options) {
      const bytes = await honest.get(bucket, key, options);
      const pieces = function* () {
        isBusy = true;
        try {
          for (let at = 0; at < bytes.byteLength; at += 2 ** 20) yield bytes.slice(at, at + 2 ** 20);
        } finally {
          isBusy = false;
        }
      };
      return ReadableStream.from(pieces());
    },
    async put(bucket, key, body, options) {
      if (isBusy) throw new Error('The connection is busy.');
      await honest.put(bucket, key, body, options);
    },
  };
};

/** Throws what the client of its service has thrown. */
export const otherCodes: Break = (honest) => ({
  get: async (bucket, key, options) => {
    try {
      return await honest.get(bucket, key, options);
    } catch (cause) {
      throw Object.assign(new Error('NoSuchKey: not found', { cause }), { code: 'NoSuchKey' });
    }
  },
});

/** Does not know when an object was written. */
export const noTimes: Break = (honest) => ({
  head: async (bucket, key) => ({ ...(await honest.head(bucket, key)), lastModified: new Date(0) }),
});

/** Names a content by its size. */
export const weakEtags: Break = (honest) => ({
  head: async (bucket, key) => {
    const found = await honest.head(bucket, key);
    return { ...found, etag: `"${found.size}"` };
  },
});
