import type { MonitorEvent } from '../spec/monitor.js';

/** How an {@link EventQueue} says that events were taken. */
export interface EventQueueOptions {
  /**
   * So many events are said to be taken at once, by the word of the last of them: for a broker to which that stands for all
   * before it, too. What is left is said when nothing more waits.
   * @default 1: each for itself
   */
  readonly takenTogether?: number | undefined;
}

interface Entry {
  readonly event: MonitorEvent | undefined;
  readonly taken: (() => void) | undefined;
}

/**
 * Events of a monitor on their way from where they arrive to the one who reads them with `for await`: in order, each once. The
 * client half of a monitor pushes into it what it hears and hands on its iterator. Ends when closed, throws when failed, and
 * can be read again after that. It is read by one reader at a time.
 *
 * @example
 * import { EventQueue } from '@lithops/core/spec';
 *
 * const events = new EventQueue();
 * events.push({ type: 'report', jobId: 'M0001', body: new Uint8Array(3) }, () => console.log('taken'));
 * for await (const event of events) console.log(event.type);
 */
export class EventQueue implements AsyncIterable<MonitorEvent> {
  readonly #takenTogether: number;
  /** What is being read, from `#next` on; what has arrived since. */
  #reading: (Entry | undefined)[] = [];
  #next = 0;
  #arrived: Entry[] = [];
  #isClosed = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor({ takenTogether = 1 }: EventQueueOptions = {}) {
    this.#takenTogether = takenTogether;
  }

  /**
   * Lets the reader have an event, after those that were pushed before.
   *
   * @param event - `undefined`: nothing for the reader, but to be said taken in its turn
   * @param taken - told when the reader has asked for the next event, and so is done with this one
   */
  push(event: MonitorEvent | undefined, taken?: () => void): void {
    if (this.#isClosed) return;
    this.#arrived.push({ event, taken });
    this.#wake?.();
  }

  /** Thrown once, when what was pushed before has been read. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  /** What was not read yet is dropped, and not said to be taken. */
  close(): void {
    this.#isClosed = true;
    this.#reading = [];
    this.#arrived = [];
    this.#wake?.();
  }

  /** What is pushed, until the queue is closed. @throws what {@link EventQueue.fail} was told */
  async *[Symbol.asyncIterator](): AsyncGenerator<MonitorEvent, void, undefined> {
    let untold: Entry['taken'];
    let count = 0;
    while (!this.#isClosed) {
      const entry = this.#shift();
      if (entry?.event !== undefined) yield entry.event;
      untold = entry?.taken ?? untold;
      if (entry !== undefined && ++count < this.#takenTogether && this.#isMoreWaiting) continue;
      untold?.();
      untold = undefined;
      count = 0;
      if (entry !== undefined) continue;
      this.#throwFailure();
      await this.#changed();
    }
  }

  get #isMoreWaiting(): boolean {
    return this.#next < this.#reading.length || this.#arrived.length > 0;
  }

  /** What was read is let go at once: reports are large. */
  #shift(): Entry | undefined {
    if (this.#next >= this.#reading.length) {
      this.#reading = this.#arrived;
      this.#arrived = [];
      this.#next = 0;
    }
    const entry = this.#reading[this.#next];
    if (entry !== undefined) this.#reading[this.#next++] = undefined;
    return entry;
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
