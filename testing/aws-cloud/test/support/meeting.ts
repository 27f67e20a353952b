import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';

/** A place where functions wait for each other: nobody gets an answer until so many have asked. */
export class Meeting implements AsyncDisposable {
  readonly url: string;
  readonly #server: Server;
  readonly #size: number;
  readonly #waiting: ServerResponse[] = [];
  readonly #watchers: { readonly count: number; readonly tell: () => void }[] = [];
  #open = false;

  private constructor(server: Server, url: string, size: number) {
    this.#server = server;
    this.url = url;
    this.#size = size;
    server.on('request', (_request, response: ServerResponse) => this.#arrive(response));
  }

  static async of(size: number): Promise<Meeting> {
    // A thousand may come at once: the kernel is to hold them until they are answered.
    const server = createServer().listen(0, '127.0.0.1', 4_096);
    await once(server, 'listening');
    return new Meeting(server, `http://127.0.0.1:${Object(server.address()).port}`, size);
  }

  /** Resolves when so many wait. */
  arrived(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#watchers.push({ count, tell: resolve });
      this.#tell();
    });
  }

  /** Whoever waits may go, and whoever comes. */
  letGo(): void {
    this.#open = true;
    for (const response of this.#waiting.splice(0)) response.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #arrive(response: ServerResponse): void {
    this.#waiting.push(response);
    this.#tell();
    if (this.#open || this.#waiting.length >= this.#size) this.letGo();
  }

  #tell(): void {
    for (const { count, tell } of this.#watchers) if (this.#waiting.length >= count) tell();
  }
}
