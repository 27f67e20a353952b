import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer } from '../http/loopback-server.js';
import { type FileRequest, type OpenFileRequest, openFileRequest } from './file-request.js';
import type { ServedFile } from './served-file.js';
import { Serving, type Shelf } from './serving.js';

/** An HTTP server of files, each of which may be served well or badly. */
export class FileServer implements AsyncDisposable {
  readonly #server: LoopbackServer;
  readonly #files: Map<string, Shelf>;
  readonly #log: OpenFileRequest[];

  private constructor(server: LoopbackServer, files: Map<string, Shelf>, log: OpenFileRequest[]) {
    this.#server = server;
    this.#files = files;
    this.#log = log;
  }

  static async start(): Promise<FileServer> {
    const files = new Map<string, Shelf>();
    const log: OpenFileRequest[] = [];
    const server = await LoopbackServer.start((request, response) => handle(files, log, request, response));
    return new FileServer(server, files, log);
  }

  /**
   * Serves a file, in place of another one of the same name. Names that were not added answer 404.
   *
   * @returns its URL
   */
  add(name: string, file: ServedFile): string {
    const path = `/${name.split('/').map(encodeURIComponent).join('/')}`;
    this.#files.set(path, { file, failures: 0 });
    return this.urlOf(path);
  }

  /** The URL of a path, whether or not something is there. */
  urlOf(path: string): string {
    return new URL(path, this.#server.endpoint).href;
  }

  /** What came so far, redirects and all. */
  get requests(): readonly FileRequest[] {
    return this.#log;
  }

  forgetRequests(): void {
    this.#log.length = 0;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** Starts a server without files. */
export function startFileServer(): Promise<FileServer> {
  return FileServer.start();
}

function handle(
  files: ReadonlyMap<string, Shelf>,
  log: OpenFileRequest[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const entry = openFileRequest(request);
  log.push(entry);
  const serving = new Serving(request, response, entry);
  serving.serve(files.get(entry.path)).catch((error: unknown) => serving.fail(error));
}
