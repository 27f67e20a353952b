import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import { type Outcome, type Runtime, runWorker } from './run-worker.js';

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

/** Keeps workers, and runs activations in processes of their own. */
export class WorkerServer {
  readonly #runtimes = new Map<string, Runtime>();
  readonly #running = new Map<string, { readonly stop: AbortController; readonly ended: Promise<Outcome> }>();
  readonly #folder: string;
  readonly #workers: number;
  readonly #http;

  constructor({ token, workers = availableParallelism() }: ServerOptions, folder: string) {
    this.#folder = folder;
    this.#workers = workers;
    const expected = hashOf(`Bearer ${token}`);
    this.#http = createServer(async (request, response) => {
      const isKnown = timingSafeEqual(hashOf(request.headers.authorization ?? ''), expected);
      const refused = { status: 401, body: 'The token is another one than the server was started with.' };
      const outcome = isKnown ? this.#answer(request, response) : refused;
      const { status, body } = await Promise.resolve(outcome).catch(failed);
      response.writeHead(status).end(body);
    });
  }

  async listen(port: number, host: string): Promise<void> {
    await once(this.#http.listen(port, host), 'listening');
  }

  get url(): string {
    const address = this.#http.address();
    if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
    return `http://${address.address}:${address.port}`;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.#stop(id, 'The server was closed.')));
    this.#http.close().closeAllConnections();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<Outcome> {
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://server');
    const [, kind, id = ''] = pathname.split('/');
    // Read in any case: who is answered while still sending sees a broken connection instead of the answer.
    const body = await buffer(request);
    switch (`${request.method} ${kind}`) {
      case 'GET runtimes':
        return { status: 200, body: JSON.stringify([...this.#runtimes.keys()]) };
      case 'PUT runtimes':
        return await this.#deploy(id, JSON.parse(body.toString()));
      case 'POST activations':
        return await this.#run(id, query, body, response);
      case 'DELETE activations':
        return await this.#stop(id, 'The client stopped it.');
      default:
        return { status: 400, body: `${request.method} ${request.url} means nothing here.` };
    }
  }

  async #deploy(id: string, { zip, ...runtime }: Runtime & { readonly zip: string }): Promise<Outcome> {
    const folder = await mkdtemp(path.join(this.#folder, 'runtime-'));
    for (const [name, bytes] of Object.entries(unzipSync(Buffer.from(zip, 'base64')))) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), bytes);
    }
    this.#runtimes.set(id, { ...runtime, entry: path.join(folder, runtime.entry) });
    return { status: 200 };
  }

  async #run(id: string, query: URLSearchParams, body: Buffer, response: ServerResponse): Promise<Outcome> {
    const runtime = this.#runtimes.get(query.get('runtime') ?? '');
    if (response.closed) return { status: 500 };
    if (runtime === undefined) return { status: 404, body: 'No such runtime.' };
    if (this.#running.size >= this.#workers) return { status: 429, body: 'All workers are busy.' };
    const stop = new AbortController();
    const task = { body: new Uint8Array(body), deadlineEpochMs: Number(query.get('deadline')) };
    const ended = runWorker(runtime, task, stop).finally(() => this.#running.delete(id));
    this.#running.set(id, { stop, ended });
    response.once('close', () => this.#stop(id, 'The client hung up.'));
    return await ended;
  }

  async #stop(id: string, why: string): Promise<Outcome> {
    const running = this.#running.get(id);
    running?.stop.abort({ status: 500, body: why });
    await running?.ended;
    return { status: 200 };
  }
}

/** Starts a server, with a folder of its own. */
export async function startServer({ port = 0, host = '127.0.0.1', ...options }: ServerOptions) {
  const server = new WorkerServer(options, await mkdtemp(path.join(tmpdir(), 'lithops-http-')));
  await server.listen(port, host);
  return server;
}

const failed = (error: unknown): Outcome => ({ status: 500, body: String(error) });
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
