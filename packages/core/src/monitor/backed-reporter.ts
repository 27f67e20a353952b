import type { CallAttempt, OutcomeReport, Reporter } from '../spec/monitor.js';

/**
 * The reporter of a monitor that may be out of reach. What it cannot deliver goes to storage, where the client looks after a
 * gap: told twice does no harm, not told at all would lose a call.
 */
export class BackedReporter implements Reporter {
  readonly #primary: Promise<Reporter>;
  readonly #openStorageReporter: () => Reporter;
  /** Given since the last flush. */
  #unflushed: OutcomeReport[] = [];

  constructor(primary: Promise<Reporter>, openStorageReporter: () => Reporter) {
    this.#primary = primary;
    this.#openStorageReporter = openStorageReporter;
    // `flush` meets it.
    primary.catch(() => undefined);
  }

  started(calls: readonly CallAttempt[]): void {
    // That a call has begun is worth knowing, but not worth an object.
    this.#primary.then((primary) => primary.started(calls)).catch(() => undefined);
  }

  outcome(report: OutcomeReport): void {
    this.#unflushed.push(report);
    // What fails here fails in `flush`, too.
    this.#primary.then((primary) => primary.outcome(report)).catch(() => undefined);
  }

  /** @throws what the store failed with, when neither way is open. */
  async flush(): Promise<void> {
    const reports = this.#unflushed;
    this.#unflushed = [];
    try {
      await (await this.#primary).flush();
    } catch (error) {
      await this.#store(reports, error);
    }
  }

  async close(): Promise<void> {
    if (this.#unflushed.length > 0) await this.flush();
    // One that never came to be has nothing to close; what it was to tell lies in storage.
    const [primary] = await Promise.allSettled([this.#primary]);
    if (primary.status === 'fulfilled') await primary.value.close();
  }

  async #store(reports: readonly OutcomeReport[], why: unknown): Promise<void> {
    const storage = this.#openStorageReporter();
    try {
      for (const report of reports) storage.outcome(report);
      await storage.flush();
    } catch (error) {
      throw new AggregateError([why, error], 'Outcomes could be told neither by the monitor nor by storage.');
    }
  }
}
