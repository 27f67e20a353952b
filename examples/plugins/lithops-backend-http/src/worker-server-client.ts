import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { arrayBuffer } from 'node:stream/consumers';
import { TransportError, type TransportErrorKind } from '@lithops/core/spec';

interface Message {
  readonly body?: Uint8Array | string | undefined;
  readonly signal: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Uint8Array<ArrayBuffer>;
}

// #region kinds
/** What the server's refusals mean. Whatever is not listed may have run the user's code: `lost`. */
const kinds: Readonly<Record<number, TransportErrorKind>> = {
  400: 'rejected',
  401: 'rejected',
  404: 'runtime-missing',
  408: 'timed-out',
  413: 'rejected',
  429: 'throttled',
  503: 'unavailable',
  507: 'out-of-memory',
};

/** Errors that come before a request is on its way: nobody has seen it. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
// #endregion kinds

/** Speaks with the worker server; all that it throws is a `TransportError`. */
export class WorkerServerClient {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** @returns the body of an answer that is good */
  async send(method: string, path: string, message: Message): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.#ask(method, path, message);
    if (answer.status === 200) return answer.body;
    throw this.#failure(answer);
  }

  /** @returns whether the server knows what the path names */
  async has(path: string, signal: AbortSignal, method = 'GET'): Promise<boolean> {
    const answer = await this.#ask(method, path, { signal });
    if (answer.status !== 200 && answer.status !== 404) throw this.#failure(answer);
    return answer.status === 200;
  }

  // #region ask
  async #ask(method: string, path: string, { body, signal }: Message): Promise<Answer> {
    const url = new URL(path, this.#url);
    try {
      const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
        // Not `fetch`, which gives up after five minutes: how long a call may take is not ours to say. And no connection is used
        // twice: when the server closes one that waits, nobody knows whether it took the request.
        const { request } = url.protocol === 'https:' ? https : http;
        const headers = { authorization: `Bearer ${this.#token}` };
        request(url, { method, headers, signal, agent: false }, resolve).on('error', reject).end(body);
      });
      const { statusCode: status = 0, headers } = incoming;
      const read = new Uint8Array(await arrayBuffer(incoming));
      return { status, retryAfter: headers['retry-after'], body: read };
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
      throw new TransportError(unsent.has(code) ? 'unavailable' : 'lost', `${url.href}: ${code}.`, { cause });
    }
  }

  #failure({ status, retryAfter, body }: Answer): TransportError {
    const [what, ...log] = Buffer.from(body).toString().split('\n');
    return new TransportError(kinds[status] ?? 'lost', `${this.#url} answered ${status}: ${what}`, {
      retryAfterMs: retryAfter === undefined ? undefined : Number(retryAfter) * 1000,
      logTail: log.join('\n') || undefined,
    });
  }
  // #endregion ask
}
