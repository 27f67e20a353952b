import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { invalidArgument, LithopsError } from '../errors/index.js';
import { checkBucket, checkKey } from '../storage/object-name.js';
import { messageOf } from '../util/thrown.js';
import type { ObjectAddress, ObjectName } from './object-name.js';
import { printableUrl } from './printable-url.js';
import { hasWildcard, type Wildcard, wildcard } from './wildcard.js';

/** Which keys or paths a name means: one, all that begin so, or all that match. */
export type Selection =
  | { readonly kind: 'one'; readonly text: string }
  | { readonly kind: 'below'; readonly prefix: string }
  | { readonly kind: 'matching'; readonly wildcard: Wildcard };

/** A name, taken apart. `text` is how errors show it. */
export type ParsedName =
  | {
      readonly kind: 'storage';
      readonly text: string;
      /** `undefined`: whatever storage is configured. */
      readonly scheme: string | undefined;
      readonly bucket: string;
      readonly keys: Selection;
    }
  | { readonly kind: 'url'; readonly text: string; readonly href: string }
  | { readonly kind: 'file'; readonly text: string; readonly paths: Selection };

const forms =
  'like "bucket/key", "bucket/prefix/", "bucket/" or "bucket/*.csv", the same behind "s3://", "https://…", a file: URL, ' +
  'a path that begins with "/" or "./", or { bucket, key }';

/**
 * Takes a name apart.
 * @param where - what the error calls it: `names[3]`.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT`
 */
export function parseName(name: ObjectName, where: string): ParsedName {
  if (typeof name === 'string') return parseText(name, where);
  if (name instanceof URL) return parseUrl(name, where);
  if (isAddress(name)) return parseAddress(name, where);
  throw invalidArgument(where, `an object's name, ${forms}`, name);
}

/** Has it the shape of `{ bucket, key }`? */
export function isAddress(value: unknown): value is ObjectAddress {
  return typeof value === 'object' && value !== null && 'bucket' in value && 'key' in value;
}

function parseAddress({ bucket, key }: ObjectAddress, where: string): ParsedName {
  if (bucket === 'file:' && typeof key === 'string' && path.isAbsolute(key)) {
    return { kind: 'file', text: key, paths: { kind: 'one', text: key } };
  }
  if (/^https?:\/\//.test(bucket) && URL.canParse(bucket)) return webName(new URL(`/${key}`, bucket));
  const text = `${bucket}/${key}`;
  explained(where, text, () => {
    checkBucket(bucket);
    checkKey(key);
  });
  return { kind: 'storage', text, scheme: undefined, bucket, keys: { kind: 'one', text: key } };
}

function parseText(text: string, where: string): ParsedName {
  const scheme = /^([a-z][a-z0-9+._-]*):(?:\/\/|(?=\/))/i.exec(text);
  if (scheme?.[1] !== undefined) return parseScheme(text, scheme[1].toLowerCase(), scheme[0].length, where);
  if (/^\.{0,2}\//.test(text)) return { kind: 'file', text, paths: selection(resolvePath(text)) };
  const slash = text.indexOf('/');
  if (slash < 1) throw invalidArgument(where, `an object's name, ${forms}`, text);
  return storageName({
    text,
    where,
    scheme: undefined,
    bucket: text.slice(0, slash),
    rest: text.slice(slash + 1),
  });
}

function parseScheme(text: string, scheme: string, length: number, where: string): ParsedName {
  if (scheme === 'http' || scheme === 'https' || scheme === 'file') {
    if (!URL.canParse(text)) throw invalidArgument(where, 'a URL', text);
    return parseUrl(new URL(text), where);
  }
  // Not a URL: a key may have any character in it, and says what it says.
  const [bucket = '', ...segments] = text.slice(length).split('/');
  return storageName({ text, where, scheme, bucket, rest: segments.join('/') });
}

function parseUrl(url: URL, where: string): ParsedName {
  if (url.protocol === 'http:' || url.protocol === 'https:') return webName(url);
  if (url.search !== '' || url.hash !== '') {
    throw invalidArgument(where, 'a URL without "?" and "#" (in names, write %3F and %23)', url.href);
  }
  if (url.protocol !== 'file:') {
    const rest = explained(where, url.href, () => decodeURIComponent(url.pathname.slice(1)));
    return storageName({ text: url.href, where, scheme: url.protocol.slice(0, -1), bucket: url.host, rest });
  }
  if (url.host !== '') throw invalidArgument(where, 'a file: URL of this machine: file:///path', url.href);
  const file = explained(where, url.href, () => fileURLToPath(url));
  // What was encoded is meant literally.
  const literal = !url.pathname.includes('*') && !file.endsWith('/');
  return { kind: 'file', text: url.href, paths: literal ? { kind: 'one', text: file } : selection(file) };
}

interface StorageParts {
  readonly text: string;
  readonly where: string;
  readonly scheme: string | undefined;
  readonly bucket: string;
  /** Key, prefix or wildcard. */
  readonly rest: string;
}

function storageName({ text, where, scheme, bucket, rest }: StorageParts): ParsedName {
  const keys = selection(rest);
  explained(where, text, () => {
    checkBucket(bucket);
    if (keys.kind === 'one') checkKey(keys.text);
  });
  return { kind: 'storage', text, scheme, bucket, keys };
}

/** Of many names, one should know which is wrong. */
function explained<T>(where: string, text: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new LithopsError({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message: `Expected ${where} to be an object's name, got "${text}". ${messageOf(cause)}`,
      cause,
    });
  }
}

function selection(text: string): Selection {
  if (hasWildcard(text)) return { kind: 'matching', wildcard: wildcard(text) };
  return text === '' || text.endsWith('/') ? { kind: 'below', prefix: text } : { kind: 'one', text };
}

/** Absolute, with the `/` at the end that says "all below". */
function resolvePath(text: string): string {
  const resolved = path.resolve(text);
  return text.endsWith('/') && !resolved.endsWith('/') ? `${resolved}/` : resolved;
}

function webName(url: URL): ParsedName {
  const target = new URL(url);
  target.hash = '';
  return { kind: 'url', text: printableUrl(target.href), href: target.href };
}
