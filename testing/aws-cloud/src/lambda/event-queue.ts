import { setTimeout as pause } from 'node:timers/promises';
import type { Concurrency } from '../execution/concurrency.js';
import type { Invocation } from '../execution/invocation.js';
import { ServiceError } from '../service/service-error.js';
import type { FunctionRecord } from './function-record.js';

const defaults = { retryAttempts: 2, maxAgeSeconds: 21_600 };

export interface EventQueueParts {
  /** Before the first and the second retry of an event that has failed; in Lambda one and two minutes. */
  readonly retryDelaysMs: readonly [number, number];
  /** Between tries of an event for which there was no place. */
  readonly throttleDelayMs: number;
  concurrencyOf(region: string): Concurrency;
  /** Is it still there? */
  exists(record: FunctionRecord): boolean;
}

/**
 * Events that wait for their function. One that fails comes again, as often as the function's configuration says; one that
 * finds no place comes again until it is too old.
 */
export class EventQueue {
  readonly #parts: EventQueueParts;
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(parts: EventQueueParts) {
    this.#parts = parts;
  }

  /** How many events are not done with. */
  get size(): number {
    return this.#running.size;
  }

  add(record: FunctionRecord, invocation: Invocation): void {
    const copies = invocation.faults.some(({ kind }) => kind === 'duplicateDelivery') ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) this.#track(this.#deliver(record, invocation));
  }

  /** Nothing is delivered any more. What runs is ended by whoever owns it. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running);
  }

  #track(delivery: Promise<void>): void {
    const tracked = delivery.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  async #deliver(record: FunctionRecord, invocation: Invocation): Promise<void> {
    const { retryAttempts, maxAgeSeconds } = record.eventConfig ?? defaults;
    const expiresAtMs = Date.now() + maxAgeSeconds * 1_000;
    let failures = 0;
    let faults = invocation.faults;
    while (Date.now() < expiresAtMs && this.#parts.exists(record) && !this.#stopped.signal.aborted) {
      const came = await this.#tryOnce(record, { ...invocation, faults });
      if (came === 'returned') return;
      if (came === 'failed') {
        if (failures >= retryAttempts) return;
        failures += 1;
        // A fault is one delivery's.
        faults = [];
      }
      await this.#wait(
        came === 'failed' ? (this.#parts.retryDelaysMs[failures - 1] ?? 0) : this.#parts.throttleDelayMs,
      );
    }
  }

  async #tryOnce(
    record: FunctionRecord,
    invocation: Invocation,
  ): Promise<'returned' | 'failed' | 'throttled'> {
    try {
      const leave = this.#parts.concurrencyOf(record.region).enter(record.arn);
      try {
        return (await record.serving.pool.run(invocation)).kind;
      } finally {
        leave();
      }
    } catch (error) {
      if (error instanceof ServiceError && error.status === 429) return 'throttled';
      throw error;
    }
  }

  async #wait(delayMs: number): Promise<void> {
    try {
      await pause(delayMs, undefined, { signal: this.#stopped.signal });
    } catch (error) {
      if (!this.#stopped.signal.aborted) throw error;
    }
  }
}
