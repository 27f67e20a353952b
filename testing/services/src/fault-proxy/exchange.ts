import { once } from 'node:events';
import { type Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Body, type BodyFilter, writeBody } from '../http/bodies.js';
import type { OpenRequest } from './request-log.js';

/** What a fault changes in a request that is passed on. */
export interface Alterations {
  /** What the upload goes through. */
  readonly upload?: BodyFilter | undefined;
  /** Awaited when the server has begun to answer, before the client hears of it. */
  readonly beforeReply?: ((signal: AbortSignal) => Promise<unknown>) | undefined;
  /** What the body of the reply goes through. */
  readonly download?: BodyFilter | undefined;
}

/** Where requests are passed on to. */
export interface Upstream {
  readonly target: URL;
  readonly agent: Agent;
}

/** What belongs to one hop, not to the whole way. */
const hopByHop = new Set(['connection', 'keep-alive']);

/** One request, until it is answered, passed on, or broken off. */
export class Exchange {
  readonly log: OpenRequest;
  readonly #request: IncomingMessage;
  /** The request forgets it when it is destroyed. */
  readonly #socket: Socket;
  readonly #response: ServerResponse;
  readonly #upstream: Upstream;
  readonly #over = new AbortController();

  constructor(request: IncomingMessage, response: ServerResponse, upstream: Upstream, log: OpenRequest) {
    this.log = log;
    this.#request = request;
    this.#socket = request.socket;
    this.#response = response;
    this.#upstream = upstream;
    response.once('close', () => this.#over.abort());
    response.on('error', () => this.#over.abort());
  }

  /** Answers in the server's place. */
  async answer(
    status: number,
    body: string,
    headers: Readonly<Record<string, string>> = { 'content-type': 'application/xml' },
  ): Promise<void> {
    for await (const _ of this.#uploaded()); // so that the client gets to read the answer
    const bytes = Buffer.from(body);
    this.#begin(status, Object.entries({ ...headers, 'content-length': String(bytes.length) }).flat());
    await this.#finish(Readable.from(this.#request.method === 'HEAD' ? [] : [bytes]));
  }

  /** Passes the request on, and the reply back. */
  async pass({ upload, beforeReply, download }: Alterations = {}): Promise<void> {
    const reply = await this.#ask(upload);
    await beforeReply?.(this.#over.signal);
    this.#begin(reply.statusCode ?? 502, withoutHops(reply.rawHeaders));
    await this.#finish(download === undefined ? reply : download(reply, this.#over.signal));
  }

  /** Passes the request on, and another body back. */
  async rewrite(change: (body: string) => string): Promise<void> {
    const reply = await this.#ask();
    const text = (await buffer(reply)).toString();
    const bytes = Buffer.from(reply.statusCode === 200 ? change(text) : text);
    const headers = withoutHops(reply.rawHeaders, ['content-length', 'transfer-encoding']);
    this.#begin(reply.statusCode ?? 502, [...headers, 'Content-Length', String(bytes.length)]);
    await this.#finish(Readable.from([bytes]));
  }

  /** Passes the request on and keeps the reply. */
  async swallow(): Promise<void> {
    (await this.#ask()).resume();
  }

  /** Ends the connection at once, with a reset. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Ends what an error has interrupted, with a reset. */
  fail(error: unknown): void {
    this.log.error = error instanceof Error ? error.message : String(error);
    this.reset();
  }

  async #ask(upload?: BodyFilter): Promise<IncomingMessage> {
    const { target, agent } = this.#upstream;
    const { method, url: path } = this.#request;
    const { hostname, port } = target;
    // As it came, the host included: it is what the client has signed.
    const headers = withoutHops(this.#request.rawHeaders);
    const outgoing = httpRequest({ hostname, port, agent, method, path, headers, signal: this.#over.signal });
    outgoing.on('error', (error) => this.fail(error)); // the server may break off after it has replied, too
    const replied = once(outgoing, 'response');
    const body = upload === undefined ? this.#uploaded() : upload(this.#uploaded(), this.#over.signal);
    const sent = writeBody(outgoing, body);
    try {
      const [reply] = await Promise.race([replied, sent.then(() => replied)]);
      return reply;
    } catch (error) {
      outgoing.destroy();
      throw error;
    }
  }

  async *#uploaded(): Body {
    for await (const chunk of this.#request) {
      this.log.uploadedBytes += chunk.length;
      yield chunk;
    }
  }

  #begin(status: number, headers: readonly string[]): void {
    this.log.status = status;
    this.#response.writeHead(status, [...headers]);
    this.#response.flushHeaders();
  }

  async #finish(body: Body): Promise<void> {
    await writeBody(this.#response, this.#downloaded(body));
  }

  async *#downloaded(body: Body): Body {
    for await (const chunk of body) {
      this.log.downloadedBytes += chunk.length;
      yield chunk;
    }
  }
}

function withoutHops(rawHeaders: readonly string[], others: readonly string[] = []): string[] {
  return rawHeaders.filter((_, index) => {
    const name = (rawHeaders[index - (index % 2)] ?? '').toLowerCase();
    return !hopByHop.has(name) && !others.includes(name);
  });
}
