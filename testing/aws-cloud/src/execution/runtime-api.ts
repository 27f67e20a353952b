import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer } from '@lithops/testing-services';
import { headerOf, readRequest } from '../http/http-request.js';
import { type Invocation, maxResponseBytes } from './invocation.js';

/** Gives the runtime that is waiting an event. `deadlineMs` is since 1970. */
export type DeliverEvent = (invocation: Invocation, functionArn: string, deadlineMs: number) => void;

/** Who hears what a runtime says. Reports are JSON, as the runtime has written them. */
export interface RuntimeListener {
  onReady(deliver: DeliverEvent): void;
  onInitError(report: Buffer): void;
  onResponse(payload: Buffer): void;
  onResponseTooLarge(): void;
  onError(report: Buffer): void;
}

const base = '/2018-06-01/runtime';

/** The Lambda Runtime API of one environment: what `AWS_LAMBDA_RUNTIME_API` points to. */
export class RuntimeApi {
  readonly #listener: RuntimeListener;
  #server: LoopbackServer | undefined;
  #current: string | undefined;

  private constructor(listener: RuntimeListener) {
    this.#listener = listener;
  }

  static async start(listener: RuntimeListener): Promise<RuntimeApi> {
    const api = new RuntimeApi(listener);
    api.#server = await LoopbackServer.start((message, response) => {
      // A runtime that dies in the middle of a request is heard of by its end.
      api.#handle(message, response).catch(() => response.destroy());
    });
    return api;
  }

  /** `127.0.0.1:4711` */
  get address(): string {
    return new URL(this.#server?.endpoint ?? '').host;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  async #handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, path, body, headers } = await readRequest(message);
    if (method === 'GET' && path === `${base}/invocation/next`) return this.#next(response);
    if (method === 'POST' && path === `${base}/init/error`) {
      this.#listener.onInitError(body);
      return accept(response);
    }
    const [, requestId, verb] =
      /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (method !== 'POST' || verb === undefined) return refuse(response, 404, 'UnknownOperation');
    if (requestId !== this.#current) return refuse(response, 400, 'InvalidRequestID');
    this.#current = undefined;
    if (verb === 'error')
      this.#listener.onError(withType(body, headerOf(headers, 'lambda-runtime-function-error-type')));
    else if (body.length > maxResponseBytes) {
      this.#listener.onResponseTooLarge();
      return refuse(response, 413, 'RequestEntityTooLarge');
    } else this.#listener.onResponse(body);
    accept(response);
  }

  #next(response: ServerResponse): void {
    this.#listener.onReady((invocation, functionArn, deadlineMs) => {
      this.#current = invocation.requestId;
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': invocation.payload.length,
        'lambda-runtime-aws-request-id': invocation.requestId,
        'lambda-runtime-deadline-ms': String(deadlineMs),
        'lambda-runtime-invoked-function-arn': functionArn,
        'lambda-runtime-trace-id': `Root=1-${Math.floor(Date.now() / 1_000).toString(16)}-${invocation.requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`,
        ...(invocation.clientContext && { 'lambda-runtime-client-context': invocation.clientContext }),
      });
      response.end(invocation.payload);
    });
  }
}

/** Runtimes may say the type in a header alone. */
function withType(body: Buffer, type: string | undefined): Buffer {
  if (body.length > 0) return body;
  return Buffer.from(JSON.stringify({ errorType: type ?? 'UnknownError', errorMessage: '' }));
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}

function refuse(response: ServerResponse, status: number, errorType: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errorType, errorMessage: errorType }));
}
