import { type Agent, request } from 'node:http';
import type { CallAttempt, OutcomeReport, Reporter } from '@lithops/core/spec';
import type { SocketSection } from './section.js';

/** What the client has not taken after so long goes to storage, milliseconds. */
const PATIENCE_MS = 5000;

/** The worker half: whatever it is given goes to the client at once; `flush` waits until the client has it. */
export class SocketReporter implements Reporter {
  readonly #executorId: string;
  readonly #section: SocketSection;
  readonly #agent: Agent;
  #telling: Promise<void>[] = [];

  /** @param agent - the process's connections: they stay for its next activation */
  constructor(executorId: string, section: SocketSection, agent: Agent) {
    this.#executorId = executorId;
    this.#section = section;
    this.#agent = agent;
  }

  started(calls: readonly CallAttempt[]): void {
    this.#tell('started', calls[0], Buffer.from(JSON.stringify(calls)));
  }

  outcome({ calls, body }: OutcomeReport): void {
    this.#tell('report', calls[0], body);
  }

  /** Rejects when something was not told: core puts all of it into storage then. */
  async flush(): Promise<void> {
    const telling = this.#telling;
    this.#telling = [];
    await Promise.all(telling);
  }

  async close(): Promise<void> {
    await this.flush();
  }

  // #region tell
  #tell(type: 'started' | 'report', call: CallAttempt | undefined, body: Uint8Array): void {
    const job = new URLSearchParams({ executorId: this.#executorId, jobId: call?.jobId ?? '' });
    const telling = this.#post(`/${type}?${job}`, body);
    // Said by flush: without this, Node.js would end the worker before.
    telling.catch(() => undefined);
    this.#telling.push(telling);
  }

  /** Resolves when the client has it. */
  #post(path: string, body: Uint8Array): Promise<void> {
    const { host, port, secret = '' } = this.#section;
    return new Promise((resolve, reject) => {
      const fail = (why: string): void =>
        reject(new Error(`The client at ${host}:${port} was not told: ${why}`));
      const headers = { authorization: secret, 'content-length': body.byteLength };
      const signal = AbortSignal.timeout(PATIENCE_MS);
      request({ host, port, path, method: 'POST', headers, agent: this.#agent, signal })
        .on('response', (response) => {
          response.resume();
          if (response.statusCode === 204) resolve();
          else fail(`it answered ${response.statusCode}.`);
        })
        .on('error', (error) => fail(error.message))
        .end(body);
    });
  }
  // #endregion tell
}
