import http, { type ClientRequest, type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { ServiceAddress } from './service-address.js';

/** An answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ConnectionLimits {
  /** Connections at once; requests beyond wait for one. */
  readonly sockets: number;
  /** How long one may take to come up. */
  readonly connectTimeoutMs: number;
  /** How long one may be silent while an answer is awaited. */
  readonly answerTimeoutMs: number;
}

export interface OutgoingRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  /** It has a connection, or is about to get one of its own. */
  readonly onConnection?: (() => void) | undefined;
}

/**
 * A request without an answer. `isSent` is false when its last byte never left this process: a service that runs only what has
 * come whole has not run it.
 */
export class UnansweredError extends Error {
  readonly isSent: boolean;

  constructor(cause: Error, isSent: boolean) {
    super(cause.message, { cause });
    this.name = cause.name;
    this.isSent = isSent;
  }
}

/**
 * Free connections are closed by us, before the service does: a request on one that the service is just closing is a request
 * of which nobody knows whether it was run.
 */
const FREE_MS = 10_000;

/** Kept connections to one address, over which requests are posted. */
export class Connections {
  readonly #address: ServiceAddress;
  readonly #limits: ConnectionLimits;
  readonly #agent: http.Agent;

  constructor(address: ServiceAddress, limits: ConnectionLimits) {
    this.#address = address;
    this.#limits = limits;
    const options = {
      keepAlive: true,
      maxSockets: limits.sockets,
      maxFreeSockets: limits.sockets,
      timeout: FREE_MS,
    };
    this.#agent = address.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
  }

  /** @throws {UnansweredError} */
  post({ path, headers, body, signal, onConnection }: OutgoingRequest): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      let isSent = false;
      const request = this.#open(path, { ...headers, 'content-length': String(body.byteLength) });
      const abort = (): void => void request.destroy(abortError());
      const fail = (error: Error): void => {
        signal.removeEventListener('abort', abort);
        reject(new UnansweredError(error, isSent));
      };
      request.on('error', fail);
      request.on('socket', () => onConnection?.());
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          signal.removeEventListener('abort', abort);
          const { statusCode: status = 0, headers: answered } = response;
          const [only] = chunks;
          resolve({
            status,
            headers: answered,
            body: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks),
          });
        });
      });
      request.write(body, (error) => {
        isSent = !error;
      });
      request.end();
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort);
    });
  }

  /** Ends all connections, those with requests on them as well. */
  close(): void {
    this.#agent.destroy();
  }

  #open(path: string, headers: Record<string, string>): ClientRequest {
    const { protocol, hostname, port } = this.#address;
    const { answerTimeoutMs, connectTimeoutMs } = this.#limits;
    const request = (protocol === 'https:' ? https : http).request({
      agent: this.#agent,
      method: 'POST',
      hostname,
      port,
      path,
      headers,
      setHost: false,
      timeout: answerTimeoutMs,
    });
    request.on('timeout', () => void request.destroy(timeoutError(`no answer for ${answerTimeoutMs} ms`)));
    const connected = protocol === 'https:' ? 'secureConnect' : 'connect';
    request.on('socket', (socket) => boundConnecting(request, socket, connected, connectTimeoutMs));
    return request;
  }
}

function boundConnecting(
  request: ClientRequest,
  socket: Socket,
  connected: 'connect' | 'secureConnect',
  limitMs: number,
): void {
  if (!socket.connecting) return;
  const timer = setTimeout(
    () => void request.destroy(timeoutError(`no connection within ${limitMs} ms`)),
    limitMs,
  );
  const end = (): void => clearTimeout(timer);
  socket.once(connected, end);
  socket.once('close', end);
}

function abortError(): Error {
  return Object.assign(new Error('The request was given up.'), { name: 'AbortError' });
}

function timeoutError(why: string): Error {
  return Object.assign(new Error(`The request was given up: ${why}.`), { name: 'TimeoutError' });
}
