import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { LoopbackServer } from '../http/loopback-server.js';
import { Exchange } from './exchange.js';
import type { Fault } from './fault.js';
import { type LoggedRequest, type OpenRequest, openRequest } from './request-log.js';
import { chooser, type FaultTarget, matches, type RequestMatcher } from './request-matcher.js';

interface Rule {
  readonly fault: Fault;
  readonly chooses: (request: LoggedRequest) => boolean;
}

/** @param options.target endpoint of the server, such as `http://127.0.0.1:41007` */
export function startFaultProxy(options: { readonly target: string }): Promise<FaultProxy> {
  return FaultProxy.start(options);
}

/**
 * A proxy in front of an S3 server that passes requests on as they are, so that their signatures hold; counts them; and gives
 * those that are chosen a fault.
 */
export class FaultProxy implements AsyncDisposable {
  readonly #server: LoopbackServer;
  readonly #agent: Agent;
  readonly #state: ProxyState;

  private constructor(server: LoopbackServer, agent: Agent, state: ProxyState) {
    this.#server = server;
    this.#agent = agent;
    this.#state = state;
  }

  static async start({ target }: { readonly target: string }): Promise<FaultProxy> {
    const agent = new Agent({ keepAlive: true });
    const state: ProxyState = { upstream: { target: new URL(target), agent }, rules: [], log: [] };
    const server = await LoopbackServer.start((request, response) => handle(state, request, response));
    return new FaultProxy(server, agent, state);
  }

  /** What clients are given instead of the server's endpoint. */
  get endpoint(): string {
    return this.#server.endpoint;
  }

  /** What came so far, those under way included, in the order in which it came. */
  get requests(): readonly LoggedRequest[] {
    return this.#state.log;
  }

  /** How many requests came that match. */
  count(matcher: RequestMatcher = {}): number {
    return this.#state.log.filter((request) => matches(matcher, request)).length;
  }

  /** How many requests of each operation came: `{ GetObject: 3, ListObjectsV2: 1 }`. */
  get operations(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { operation } of this.#state.log) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  }

  /** Begins to count anew. */
  forgetRequests(): void {
    this.#state.log.length = 0;
  }

  /**
   * Gives a fault to the requests that are meant; of several faults for one request, the first that was added counts.
   *
   * @returns takes the fault away again
   */
  inject(fault: Fault, target: FaultTarget = {}): () => void {
    const rule = { fault, chooses: chooser(target) };
    this.#state.rules.push(rule);
    return () => {
      this.#state.rules = this.#state.rules.filter((other) => other !== rule);
    };
  }

  /** Takes all faults away. */
  heal(): void {
    this.#state.rules = [];
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    this.#agent.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

interface ProxyState {
  readonly upstream: ConstructorParameters<typeof Exchange>[2];
  rules: Rule[];
  readonly log: OpenRequest[];
}

function handle(state: ProxyState, request: IncomingMessage, response: ServerResponse): void {
  const log = openRequest(request);
  state.log.push(log);
  const exchange = new Exchange(request, response, state.upstream, log);
  const rule = state.rules.find(({ chooses }) => chooses(log));
  const done = rule === undefined ? exchange.pass() : rule.fault(exchange);
  done.catch((error: unknown) => exchange.fail(error));
}
