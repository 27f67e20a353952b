import type { StoredObject } from '@lithops/core/spec';

/** What the infos of a bucket tell of an object: size, time in milliseconds, etag, and what it was described with. */
export function parseInfo(key: string, info: Buffer): StoredObject {
  const [size, milliseconds, etag] = info.toString().split(' ', 3);
  return { key, size: Number(size), lastModified: new Date(Number(milliseconds)), etag };
}
