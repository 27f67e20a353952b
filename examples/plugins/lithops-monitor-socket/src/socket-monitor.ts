import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Monitor, MonitorClient, MonitorContext, Reporter } from '@lithops/core/spec';
import { SocketClient } from './client.js';
import { Connection } from './connection.js';
import { encode, FrameReader } from './frames.js';
import { SocketReporter } from './reporter.js';
import type { SocketSection } from './section.js';

/** The monitor of one executor: a server in the program that calls are told to. */
export class SocketMonitor implements Monitor {
  readonly specVersion = 1;
  readonly name = 'socket';
  /** A report costs one small packet: no need to save them up until an activation ends. */
  readonly tellsAtOnce = true;
  readonly maxReportBytes = 8 * 1024 * 1024;
  readonly workerSection: Readonly<Record<string, unknown>>;
  readonly #section: SocketSection;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #client = new SocketClient(
    (isWatching) => void (isWatching ? this.#server.ref() : this.#server.unref()),
  );
  /** Of calls that run in this process. */
  #connection: Connection | undefined;

  private constructor(server: Server, section: SocketSection) {
    this.#server = server;
    this.#section = section;
    this.workerSection = { ...section };
    server.on('connection', (socket) => this.#accept(socket));
  }

  // #region listen
  /** Listens at once: workers are told the port before the first job begins. */
  static async listen(section: SocketSection): Promise<SocketMonitor> {
    const server = createServer().listen(section.port, section.host).unref();
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : section.port;
    return new SocketMonitor(server, {
      ...section,
      port,
      secret: section.secret ?? randomBytes(32).toString('hex'),
    });
  }
  // #endregion listen

  open(): MonitorClient {
    return this.#client;
  }

  createReporter({ executorId }: MonitorContext): Reporter {
    this.#connection ??= new Connection(this.#section);
    return new SocketReporter(executorId, this.#connection);
  }

  async close(): Promise<void> {
    this.#connection?.close();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  // #region accept
  #accept(socket: Socket): void {
    this.#sockets.add(socket.setNoDelay().unref());
    const reader = new FrameReader();
    let isKnown = false;
    socket.on('data', (chunk) => {
      try {
        for (const frame of reader.read(chunk)) {
          isKnown ||= frame.header.type === 'hello' && this.#isSecret(frame.header.secret);
          if (!isKnown) throw new Error('Expected the secret.');
          this.#client.take(frame);
          if ('id' in frame.header) socket.write(encode({ type: 'taken', id: frame.header.id }));
        }
      } catch {
        socket.destroy(); // none of our workers
      }
    });
    socket.on('error', () => undefined); // and then it closes
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (isKnown) this.#client.gap();
    });
  }
  // #endregion accept

  #isSecret(told: string): boolean {
    const [expected, got] = [Buffer.from(this.#section.secret ?? ''), Buffer.from(told)];
    return expected.length === got.length && timingSafeEqual(expected, got);
  }
}
