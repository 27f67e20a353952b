import type { CallAttempt, OutcomeReport, Reporter } from '@lithops/core/spec';
import type { Connection } from './connection.js';

/** The worker half: whatever it is given goes to the client at once; `flush` waits until the client has it. */
export class SocketReporter implements Reporter {
  readonly #executorId: string;
  readonly #connection: Connection;
  #telling: Promise<void>[] = [];

  constructor(executorId: string, connection: Connection) {
    this.#executorId = executorId;
    this.#connection = connection;
  }

  started(calls: readonly CallAttempt[]): void {
    const jobId = calls[0]?.jobId;
    if (jobId === undefined) return;
    this.#tell(this.#connection.tell({ type: 'started', executorId: this.#executorId, jobId, calls }));
  }

  outcome({ calls, body }: OutcomeReport): void {
    const jobId = calls[0]?.jobId ?? '';
    this.#tell(this.#connection.tell({ type: 'report', executorId: this.#executorId, jobId }, body));
  }

  /** Rejects when something was not told: core puts all of it into storage then. */
  async flush(): Promise<void> {
    const telling = this.#telling;
    this.#telling = [];
    await Promise.all(telling);
  }

  /** The connection is the process's, and stays for its next activation. */
  async close(): Promise<void> {
    await this.flush();
  }

  #tell(telling: Promise<void>): void {
    // Said by flush: without this, Node.js would end the worker before.
    telling.catch(() => undefined);
    this.#telling.push(telling);
  }
}
