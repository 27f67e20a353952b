import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Body, breakAfter, throttle, writeBody } from '../http/bodies.js';
import { byteRange } from './byte-range.js';
import type { OpenFileRequest } from './file-request.js';
import type { ServedFile } from './served-file.js';

/** A file, and how often it has failed so far. */
export interface Shelf {
  readonly file: ServedFile;
  failures: number;
}

/** One answer of a file server. */
export class Serving {
  readonly #request: IncomingMessage;
  /** The request forgets it when it is destroyed. */
  readonly #socket: Socket;
  readonly #response: ServerResponse;
  readonly #log: OpenFileRequest;
  readonly #over = new AbortController();

  constructor(request: IncomingMessage, response: ServerResponse, log: OpenFileRequest) {
    this.#request = request;
    this.#socket = request.socket;
    this.#response = response;
    this.#log = log;
    response.once('close', () => this.#over.abort());
  }

  /** @param shelf `undefined`: there is no such file */
  async serve(shelf: Shelf | undefined): Promise<void> {
    if (shelf === undefined) return this.#sayOnly(404);
    const { file } = shelf;
    if (file.firstByteDelayMs !== undefined)
      await pause(file.firstByteDelayMs, undefined, { signal: this.#over.signal });
    if (this.#log.method === 'HEAD' && file.head === false) return this.#sayOnly(405, { allow: 'GET' });
    const redirected = Number(this.#query.get('redirected') ?? 0);
    if (redirected < (file.redirects ?? 0))
      return this.#sayOnly(302, { location: `?redirected=${redirected + 1}` });
    await this.#serveFile(shelf);
  }

  /** Ends what an error has interrupted, with a reset. */
  fail(error: unknown): void {
    this.#log.error = error instanceof Error ? error.message : String(error);
    this.#socket.resetAndDestroy();
  }

  async #serveFile(shelf: Shelf): Promise<void> {
    const { file } = shelf;
    const fails = shelf.failures < (file.failures ?? Number.POSITIVE_INFINITY);
    if (fails && file.status !== undefined) {
      shelf.failures += 1;
      return this.#sayOnly(file.status);
    }
    const bytes = Buffer.from(file.content);
    const part = file.ranges === false ? undefined : byteRange(this.#log.range, bytes.length);
    if (part === 'unsatisfiable') return this.#sayOnly(416, { 'content-range': `bytes */${bytes.length}` });
    const sent = part === undefined ? bytes : bytes.subarray(part.first, part.last + 1);
    const headers = {
      ...headersOf(file, bytes, sent),
      ...(part && { 'content-range': `bytes ${part.first}-${part.last}/${bytes.length}` }),
    };
    const breaks = fails && file.resetAfterBytes !== undefined && this.#log.method === 'GET';
    if (breaks) shelf.failures += 1;
    await this.#send(part === undefined ? 200 : 206, headers, this.#body(file, sent, breaks));
  }

  /** The way of the bytes: as slow and as short as the file is to be. */
  #body(file: ServedFile, bytes: Uint8Array, breaks: boolean): Body {
    if (this.#log.method === 'HEAD') return Readable.from([]);
    const { signal } = this.#over;
    let body: Body = Readable.from([bytes]);
    if (file.bytesPerSecond !== undefined) body = throttle(file.bytesPerSecond)(body, signal);
    if (breaks && file.resetAfterBytes !== undefined) body = breakAfter(file.resetAfterBytes)(body, signal);
    return body;
  }

  get #query(): URLSearchParams {
    return new URL(this.#request.url ?? '/', 'http://server').searchParams;
  }

  #sayOnly(status: number, headers: OutgoingHttpHeaders = {}): Promise<void> {
    const body = Buffer.from(`${status}\n`);
    const withLength = { ...headers, 'content-length': body.length };
    return this.#send(status, withLength, Readable.from(this.#log.method === 'HEAD' ? [] : [body]));
  }

  async #send(status: number, headers: OutgoingHttpHeaders, body: Body): Promise<void> {
    this.#log.status = status;
    this.#response.writeHead(status, headers);
    this.#response.flushHeaders();
    await writeBody(this.#response, this.#counted(body));
  }

  async *#counted(body: Body): Body {
    for await (const chunk of body) {
      this.#log.sentBytes += chunk.length;
      yield chunk;
    }
  }
}

function headersOf(file: ServedFile, whole: Buffer, sent: Buffer): OutgoingHttpHeaders {
  return {
    'content-type': 'application/octet-stream',
    'accept-ranges': file.ranges === false ? 'none' : 'bytes',
    ...(file.contentLength !== false && { 'content-length': sent.length }),
    ...(file.etag !== false && { etag: `"${createHash('md5').update(whole).digest('hex')}"` }),
  };
}
