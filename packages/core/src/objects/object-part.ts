import type { ObjectAddress } from './object-name.js';

/** Where an object's bytes are. */
export type ObjectPlace =
  | { readonly kind: 'storage'; readonly bucket: string; readonly key: string }
  | { readonly kind: 'url'; readonly href: string }
  | { readonly kind: 'file'; readonly path: string };

/** One call's share of an object, as it travels: plain data. What its call reads of it is an `ObjectPartition`. */
export interface ObjectPart<X = unknown> {
  readonly place: ObjectPlace;
  /** Which object of the source, counted from 0: an object that is named twice is two. */
  readonly object: number;
  /** Counted from 0 within the object. */
  readonly part: number;
  readonly totalParts: number;
  /** Nominal first byte. With a newline, the part begins at the first line that starts here or later. */
  readonly start: number;
  /** Nominal end, exclusive. With a newline, the part ends where the next one begins. */
  readonly end: number;
  /** Bytes of the whole object. */
  readonly size: number;
  /** Parts end after this; `null`: exact ranges. */
  readonly newline: string | null;
  /** Changes with the object's content; `undefined` when nobody told. */
  readonly etag: string | undefined;
  /** `false`: the server gives the object only from its first byte. */
  readonly ranged: boolean;
  readonly data: X;
}

/** The last part of its object? */
export function isLastPart(part: ObjectPart): boolean {
  return part.part === part.totalParts - 1;
}

/**
 * Bucket and key of what is not in a bucket, too: of a URL its origin, and its path and query; of a file `file:` and its
 * absolute path. `obj` takes such an address as a name.
 */
export function addressOf(place: ObjectPlace): ObjectAddress {
  switch (place.kind) {
    case 'storage':
      return { bucket: place.bucket, key: place.key };
    case 'file':
      return { bucket: 'file:', key: place.path };
    case 'url': {
      const { origin, pathname, search } = new URL(place.href);
      return { bucket: origin, key: `${pathname.slice(1)}${search}` };
    }
  }
}
