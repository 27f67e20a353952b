import type { MonitorEvent } from '@lithops/core/spec';

/** An event, and how to say that it was taken; those of one connection in order, each says it for those before it, too. */
export interface Delivery {
  /** `undefined`: nothing to be read, but to be said taken. */
  readonly event: MonitorEvent | undefined;
  taken?(): void;
}

/** So many deliveries are said to be taken at once. */
const TAKEN_TOGETHER = 64;

/**
 * Deliveries on their way to the one who reads their events with `for await`. One counts as taken when the reader asks for the
 * next. Ends when closed, throws when failed, and can be read again after that.
 */
export class Deliveries implements AsyncIterable<MonitorEvent> {
  #waiting: Delivery[] = [];
  #isClosed = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  push(delivery: Delivery): void {
    if (this.#isClosed) return;
    this.#waiting.push(delivery);
    this.#wake?.();
  }

  /** Thrown when what was pushed before has been read. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<MonitorEvent, void, undefined> {
    while (!this.#isClosed) {
      const batch = this.#waiting;
      this.#waiting = [];
      yield* this.#hand(batch);
      if (batch.length > 0) continue;
      this.#throwFailure();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The last of a batch may have no word to say; the broker waits for that of the one before it all the same. */
  *#hand(batch: readonly Delivery[]): Generator<MonitorEvent, void, undefined> {
    let untold: Delivery | undefined;
    let count = 0;
    for (const delivery of batch) {
      if (this.#isClosed) return;
      if (delivery.event !== undefined) yield delivery.event;
      if (delivery.taken !== undefined) untold = delivery;
      if (++count % TAKEN_TOGETHER !== 0 && count < batch.length) continue;
      untold?.taken?.();
      untold = undefined;
    }
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
  }
}
