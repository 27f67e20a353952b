import type { CallAttempt, OutcomeReport, Reporter } from '@lithops/core/spec';
import { type OutgoingMessage, reportMessage, startedMessage } from '../message.js';
import type { Publisher } from './publisher.js';

/** The worker half: each report is a message to the queue of the executor, on the connection that the process has. */
export class RabbitmqReporter implements Reporter {
  readonly #executorId: string;
  readonly #publisher: Publisher;
  readonly #publishing = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];

  constructor(executorId: string, publisher: Publisher) {
    this.#executorId = executorId;
    this.#publisher = publisher;
  }

  started(calls: readonly CallAttempt[]): void {
    this.#publish(startedMessage(this.#executorId, calls));
  }

  outcome(report: OutcomeReport): void {
    this.#publish(reportMessage(this.#executorId, report));
  }

  /** @throws {BrokerError} when the broker has not confirmed something in time */
  async flush(): Promise<void> {
    while (this.#publishing.size > 0) await Promise.all(this.#publishing);
    const [first] = this.#failures.splice(0);
    if (first !== undefined) throw first;
  }

  async close(): Promise<void> {
    await this.flush();
  }

  /** A failure is kept for `flush`: nobody listens before. */
  #publish(message: OutgoingMessage): void {
    const publishing = this.#publisher
      .publish(message)
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#publishing.delete(publishing));
    this.#publishing.add(publishing);
  }
}
