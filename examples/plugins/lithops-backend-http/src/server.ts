import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import { type Outcome, type Runtime, WorkerProcess } from './worker-process.js';

export interface ServerOptions {
  /** Whoever has it can run any code on this machine. */
  readonly token: string;
  /** @default one that is free */
  readonly port?: number | undefined;
  /** @default 127.0.0.1, so that only this machine reaches it */
  readonly host?: string | undefined;
  /** Activations at once; more are refused. @default as many as there are cores */
  readonly workers?: number | undefined;
}

/** Starts a server that keeps workers and runs activations in processes of their own. */
export async function startServer({ port = 0, host = '127.0.0.1', ...options }: ServerOptions) {
  const server = new WorkerServer(options, await mkdtemp(path.join(tmpdir(), 'lithops-http-')));
  await server.listen(port, host);
  return server;
}

const done: Outcome = { status: 200, body: '' };

export class WorkerServer {
  readonly #token: Buffer;
  readonly #workers: number;
  readonly #folder: string;
  readonly #runtimes = new Map<string, Runtime>();
  readonly #running = new Map<string, WorkerProcess>();
  readonly #http = createServer((request, response) => void this.#answer(request, response));

  constructor({ token, workers = availableParallelism() }: ServerOptions, folder: string) {
    this.#token = hashOf(`Bearer ${token}`);
    this.#workers = workers;
    this.#folder = folder;
  }

  async listen(port: number, host: string): Promise<void> {
    this.#http.listen(port, host);
    await once(this.#http, 'listening');
  }

  get url(): string {
    const address = this.#http.address();
    if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
    return `http://${address.address}:${address.port}`;
  }

  async close(): Promise<void> {
    for (const worker of this.#running.values()) worker.stop(503, 'The server was closed.');
    await Promise.all([...this.#running.values()].map((worker) => worker.outcome));
    this.#http.close();
    this.#http.closeAllConnections();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status, body } = await this.#outcome(request, response);
      response.writeHead(status).end(body);
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  }

  #outcome(request: IncomingMessage, response: ServerResponse): Promise<Outcome> | Outcome {
    if (!timingSafeEqual(hashOf(request.headers.authorization ?? ''), this.#token))
      return { status: 401, body: 'The token is wrong.' };
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://server');
    const [, kind, id = ''] = pathname.split('/');
    switch (`${request.method} ${kind}`) {
      case 'GET runtimes':
        return this.#runtimes.has(id) ? done : { status: 404, body: '' };
      case 'PUT runtimes':
        return this.#deploy(id, request);
      case 'POST activations':
        return this.#run(id, searchParams, request, response);
      case 'DELETE activations':
        return this.#stop(id);
      default:
        return { status: 400, body: `${request.method} ${request.url} means nothing here.` };
    }
  }

  async #deploy(id: string, request: IncomingMessage): Promise<Outcome> {
    const upload: Runtime & { readonly zip: string } = JSON.parse(await text(request));
    const { zip, entry, ...runtime } = upload;
    const folder = path.join(this.#folder, hashOf(id).toString('hex'));
    for (const [name, bytes] of Object.entries(unzipSync(Buffer.from(zip, 'base64')))) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    this.#runtimes.set(id, { ...runtime, entry: path.join(folder, entry) });
    return done;
  }

  async #run(
    id: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Outcome> {
    // Read in any case: who is answered while still sending sees a broken connection instead of the answer.
    const body = new Uint8Array(await buffer(request));
    const runtime = this.#runtimes.get(query.get('runtime') ?? '');
    if (response.closed) return { status: 500, body: 'The client hung up.' };
    if (runtime === undefined) return { status: 404, body: 'No such runtime.' };
    if (this.#running.size >= this.#workers) return { status: 429, body: 'All workers are busy.' };
    const worker = new WorkerProcess(runtime, { body, deadlineEpochMs: Number(query.get('deadline')) });
    this.#running.set(id, worker);
    response.once('close', () => worker.stop(500, 'The client hung up.'));
    return await worker.outcome.finally(() => this.#running.delete(id));
  }

  async #stop(id: string): Promise<Outcome> {
    const worker = this.#running.get(id);
    worker?.stop(500, 'The client stopped it.');
    await worker?.outcome;
    return worker === undefined ? { status: 404, body: '' } : done;
  }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
