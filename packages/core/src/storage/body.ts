import { invalidArgument } from '../errors/index.js';
import type { StoredBody } from '../spec/storage-backend.js';

/** What can be stored: text (as UTF-8), bytes, a stream of bytes of either kind, a Blob. */
export type Body = string | Uint8Array | ReadableStream<Uint8Array> | NodeJS.ReadableStream | Blob;

/**
 * A body as stores take it.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for anything else.
 */
export function toStoredBody(body: Body): StoredBody {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ReadableStream) return body;
  if (body instanceof Blob) return body.stream();
  if (isNodeStream(body)) return ReadableStream.from(encodeChunks(body));
  throw invalidArgument(
    'the body',
    'a string, a Uint8Array, a web or Node.js stream of bytes, or a Blob',
    body,
  );
}

function isNodeStream(body: unknown): body is NodeJS.ReadableStream {
  return typeof body === 'object' && body !== null && 'pipe' in body && Symbol.asyncIterator in body;
}

async function* encodeChunks(stream: NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    if (typeof chunk === 'string') yield Buffer.from(chunk);
    else if (chunk instanceof Uint8Array) yield chunk;
    else throw invalidArgument('every chunk of the body', 'a string or a Uint8Array', chunk);
  }
}
