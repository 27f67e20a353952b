import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Monitor, MonitorClient, MonitorContext, Reporter } from '@lithops/core/spec';
import { SocketClient } from './client.js';
import { SocketReporter } from './reporter.js';
import type { SocketSection } from './section.js';

/** The monitor of one executor: a server in the program that calls are told to. */
export class SocketMonitor implements Monitor {
  readonly specVersion = 1;
  readonly name = 'socket';
  /** A report costs one small request: no need to save them up until an activation ends. */
  readonly tellsAtOnce = true;
  readonly maxReportBytes = 8 * 1024 * 1024;
  readonly workerSection: SocketSection;
  readonly #server: Server;
  readonly #client: SocketClient;
  /** Of calls that run in this process. */
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(server: Server, section: SocketSection) {
    this.#server = server;
    this.#client = new SocketClient(server);
    this.workerSection = section;
    this.#accept();
  }

  // #region listen
  /** Listens at once: workers are told the port before the first job begins. */
  static async listen(section: SocketSection): Promise<SocketMonitor> {
    const server = createServer({ keepAliveTimeout: 0 }).listen(section.port, section.host).unref();
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : section.port;
    const secret = section.secret ?? randomBytes(32).toString('hex');
    return new SocketMonitor(server, { ...section, port, secret });
  }
  // #endregion listen

  open(): MonitorClient {
    return this.#client;
  }

  createReporter({ executorId }: MonitorContext): Reporter {
    return new SocketReporter(executorId, this.workerSection, this.#agent);
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  // #region accept
  #accept(): void {
    this.#server.on('connection', (socket) => {
      // A worker is gone, and may have put into storage what it could not tell: core looks there.
      socket.unref().on('close', () => this.#client.events.gap());
    });
    this.#server.on('request', (request, response) => {
      this.#take(request).then(
        (status) => response.writeHead(status).end(),
        () => request.destroy(),
      );
    });
  }

  /** @returns the status to answer: 204 only when the client has it. */
  async #take(request: IncomingMessage): Promise<number> {
    const { url = '', headers } = request;
    if (!this.#isSecret(headers.authorization ?? '')) return 401;
    if (!(Number(headers['content-length']) <= this.maxReportBytes)) return 413;
    const { pathname, searchParams } = new URL(url, 'http://client');
    const job = { executorId: searchParams.get('executorId') ?? '', jobId: searchParams.get('jobId') ?? '' };
    const body = new Uint8Array(await buffer(request));
    if (pathname === '/report') this.#client.events.push(job, { type: 'report', jobId: job.jobId, body });
    else this.#client.events.push(job, { type: 'started', calls: JSON.parse(Buffer.from(body).toString()) });
    return 204;
  }
  // #endregion accept

  #isSecret(told: string): boolean {
    const [expected, got] = [Buffer.from(this.workerSection.secret ?? ''), Buffer.from(told)];
    return expected.length === got.length && timingSafeEqual(expected, got);
  }
}
