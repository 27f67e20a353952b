import { BrokerError } from '../broker/broker-error.js';
import type { OutgoingMessage } from '../message.js';

/** A message that nobody has confirmed yet. */
export interface Unconfirmed {
  readonly id: string;
  readonly message: OutgoingMessage;
  readonly givenUpMs: number;
  /** When it went to the broker the last time; `undefined`: it waits for a connection, or for its next try. */
  sentMs: number | undefined;
  /** Not to be sent again before. */
  notBeforeMs: number;
  /** Why the last try came to nothing. */
  failure: Error | undefined;
  /** Of sending it that came to nothing. */
  tries: number;
  settle(error: Error | undefined): void;
}

const FIRST_RETRY_MS = 50;
const MOST_DOUBLINGS = 4;

/** What is to be told and not confirmed yet, in order. */
export class Outbox {
  readonly #waiting = new Map<string, Unconfirmed>();
  #ids = 0;

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Of the oldest that was sent; `undefined`: none is on its way. */
  get oldestSentMs(): number | undefined {
    for (const { sentMs } of this.#waiting.values()) if (sentMs !== undefined) return sentMs;
    return undefined;
  }

  add(
    message: OutgoingMessage,
    givenUpMs: number,
  ): { readonly entry: Unconfirmed; readonly done: Promise<void> } {
    const id = String(this.#ids++);
    let settle: Unconfirmed['settle'] = () => undefined;
    const done = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    const entry: Unconfirmed = {
      id,
      message,
      givenUpMs,
      sentMs: undefined,
      notBeforeMs: 0,
      failure: undefined,
      tries: 0,
      settle,
    };
    this.#waiting.set(id, entry);
    return { entry, done };
  }

  get(id: string): Unconfirmed | undefined {
    return this.#waiting.get(id);
  }

  /** Those to be sent now. */
  due(nowMs: number): readonly Unconfirmed[] {
    return [...this.#waiting.values()].filter(
      ({ sentMs, notBeforeMs }) => sentMs === undefined && notBeforeMs <= nowMs,
    );
  }

  confirm(id: string): void {
    this.#waiting.get(id)?.settle(undefined);
    this.#waiting.delete(id);
  }

  /** It did not arrive: it goes again a little later. */
  putBack(id: string, failure: Error, nowMs: number): void {
    const entry = this.#waiting.get(id);
    if (entry === undefined) return;
    entry.sentMs = undefined;
    entry.failure = failure;
    entry.notBeforeMs = nowMs + FIRST_RETRY_MS * 2 ** Math.min(entry.tries++, MOST_DOUBLINGS);
  }

  /** The connection is gone: nobody knows what of it arrived. */
  putAllBack(): void {
    for (const entry of this.#waiting.values()) {
      if (entry.sentMs !== undefined) entry.tries++;
      entry.sentMs = undefined;
    }
  }

  /** Gives up those whose time is over. */
  expire(nowMs: number, why: Error | undefined): void {
    for (const [id, { givenUpMs, failure, settle }] of this.#waiting) {
      if (givenUpMs > nowMs) continue;
      this.#waiting.delete(id);
      settle(failure ?? why ?? new BrokerError('unavailable', 'The broker confirmed nothing in time.'));
    }
  }

  /** There is no point in waiting. */
  failAll(error: Error): void {
    const entries = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { settle } of entries) settle(error);
  }
}
