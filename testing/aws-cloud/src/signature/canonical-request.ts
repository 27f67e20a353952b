import { createHash } from 'node:crypto';
import { type HttpRequest, headerOf } from '../http/http-request.js';

/**
 * The canonical request of Signature Version 4, for all services but S3: segments of the path are encoded once more, and the
 * body's hash is that of the body.
 */
export function canonicalRequest(request: HttpRequest, signedHeaders: readonly string[]): string {
  return [
    request.method,
    request.path.split('/').map(uriEncode).join('/'),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(headerOf(request.headers, name) ?? '')}`),
    '',
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

/** In hexadecimal digits. */
export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([key, value]) => [uriEncode(key), uriEncode(value)] as const)
    .sort(([a, valueOfA], [b, valueOfB]) => (a === b ? order(valueOfA, valueOfB) : order(a, b)))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

function canonicalValue(value: string): string {
  return value.trim().replace(/ +/g, ' ');
}

/** All but the unreserved characters of RFC 3986. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
