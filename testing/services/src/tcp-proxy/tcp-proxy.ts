import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface TcpProxyOptions {
  readonly host: string;
  readonly port: number;
}

/** A way to a server that can be cut, blocked and silenced. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Connections that are open. */
  readonly open: number;
  /** Connections that were ever made. */
  readonly made: number;
  /** Resets all connections; new ones work. */
  cut(): void;
  /** From now on until {@link TcpProxy.allow}: those that are open are reset, new ones are refused. */
  refuse(): void;
  /** From now on until {@link TcpProxy.allow}: what is sent goes nowhere, and nobody is told. */
  swallow(): void;
  /** As {@link TcpProxy.swallow}, for those that are open now: new ones work. */
  forget(): void;
  /** Lets everything pass again, but for what was forgotten. */
  allow(): void;
  /** Resets the next connection after so many bytes from its client have passed; 0: the very next bytes do it. */
  cutAfter(bytes: number): void;
  stop(): Promise<void>;
}

type Mode = 'pass' | 'refuse' | 'swallow';

/** Starts one on a free loopback port. */
export async function startTcpProxy({ host, port }: TcpProxyOptions): Promise<TcpProxy> {
  const state = new ProxyState();
  const server = createServer((client) => state.take(client, connect(port, host)));
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const stop = (): Promise<void> => end(server, state);
  return {
    port: portOf(server),
    get open() {
      return state.open;
    },
    get made() {
      return state.made;
    },
    cut: () => state.cut(),
    refuse: () => state.set('refuse'),
    swallow: () => state.set('swallow'),
    forget: () => state.forget(),
    allow: () => state.set('pass'),
    cutAfter: (bytes) => state.cutAfter(bytes),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

class ProxyState {
  made = 0;
  readonly #clients = new Set<Socket>();
  readonly #forgotten = new WeakSet<Socket>();
  #mode: Mode = 'pass';
  #bytesUntilCut = Number.POSITIVE_INFINITY;

  get open(): number {
    return this.#clients.size;
  }

  set(mode: Mode): void {
    this.#mode = mode;
    if (mode === 'refuse') this.cut();
  }

  cut(): void {
    for (const client of this.#clients) client.resetAndDestroy();
  }

  forget(): void {
    for (const client of this.#clients) this.#forgotten.add(client);
  }

  cutAfter(bytes: number): void {
    this.#bytesUntilCut = bytes;
  }

  take(client: Socket, server: Socket): void {
    this.made++;
    if (this.#mode === 'refuse') {
      client.resetAndDestroy();
      server.destroy();
      return;
    }
    this.#clients.add(client);
    client.on('data', (bytes) => this.#pass(bytes, client, server));
    server.on('data', (bytes) => {
      if (!this.#isSwallowed(client)) client.write(bytes);
    });
    this.#endTogether(client, server);
  }

  #isSwallowed(client: Socket): boolean {
    return this.#mode === 'swallow' || this.#forgotten.has(client);
  }

  #pass(bytes: Buffer, client: Socket, server: Socket): void {
    if (this.#isSwallowed(client)) return;
    this.#bytesUntilCut -= bytes.byteLength;
    if (this.#bytesUntilCut >= 0) {
      server.write(bytes);
      return;
    }
    server.write(bytes.subarray(0, Math.max(0, bytes.byteLength + this.#bytesUntilCut)));
    this.#bytesUntilCut = Number.POSITIVE_INFINITY;
    client.resetAndDestroy();
  }

  #endTogether(client: Socket, server: Socket): void {
    client.on('close', () => {
      this.#clients.delete(client);
      server.end();
    });
    server.on('close', () => client.destroy());
    // Each side hears of it by `close`.
    client.on('error', () => undefined);
    server.on('error', () => client.resetAndDestroy());
  }
}

async function end(server: Server, state: ProxyState): Promise<void> {
  state.set('refuse');
  server.close();
  await once(server, 'close');
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  return address.port;
}
