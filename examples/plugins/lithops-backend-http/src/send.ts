// #region kinds
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { arrayBuffer } from 'node:stream/consumers';
import { TransportError, type TransportErrorKind } from '@lithops/core/spec';

/** Where a server is, and the secret that it demands. */
export type WorkerServer = { readonly url: string; readonly token: string };
type Message = { readonly body?: Uint8Array | string; readonly signal: AbortSignal };

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

// #region send
/** One request, and the body of its answer. @throws {TransportError} */
export async function send({ url, token }: WorkerServer, method: string, path: string, message: Message) {
  const { body, signal } = message;
  const headers = { authorization: `Bearer ${token}` };
  const { request } = url.startsWith('https:') ? https : http;
  let status: number | undefined;
  let answer: Uint8Array<ArrayBuffer>;
  try {
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      // Not `fetch`, which gives up after five minutes: how long a call may take is not ours to say. And no connection is used
      // twice: when the server closes one that waits, nobody knows whether it took the request.
      const sent = request(new URL(path, url), { method, headers, signal, agent: false }, resolve);
      sent.on('error', reject).end(body);
    });
    status = incoming.statusCode;
    answer = new Uint8Array(await arrayBuffer(incoming));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause;
    if (!unsent.has(String(code)))
      throw new TransportError('lost', `The connection to ${url} broke: ${code}.`, { cause });
    const hint = 'Does lithops-http-server run there, and is "http.url" right?';
    throw new TransportError('unavailable', `No server can be reached at ${url} (${code}). ${hint}`, {
      cause,
    });
  }
  if (status === 200) return answer;
  const [what, ...log] = Buffer.from(answer).toString().split('\n');
  const logTail = log.join('\n') || undefined;
  throw new TransportError(kinds[status ?? 0] ?? 'lost', `${url} answered ${status}: ${what}`, { logTail });
}
// #endregion send
