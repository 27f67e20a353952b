import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A thousand clients may come at once: the kernel is to hold them until they are let in. */
const BACKLOG = 4096;
/** Clients leave first: what comes on a connection that is just being closed would get no answer. */
const KEEP_ALIVE_MS = 60_000;

/** Whatever answers a request. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server on a free port of the loopback interface. */
export class LoopbackServer {
  readonly endpoint: string;
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  static async start(handler: RequestHandler): Promise<LoopbackServer> {
    const server = createServer(handler).listen(0, '127.0.0.1', BACKLOG);
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string')
      throw new Error(`Expected a port, got ${JSON.stringify(address)}.`);
    return new LoopbackServer(server, address.port);
  }

  /** Ends all connections as well. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
