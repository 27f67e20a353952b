import { setImmediate as nextTurn } from 'node:timers/promises';
import { LithopsError } from '../errors/lithops-error.js';
import { messageOf } from '../util/thrown.js';
import type { CodeReference } from '../wire/index.js';

/** One item of a job's input, with the number of its call. */
export type InputEntry =
  | { readonly index: number; readonly item: unknown }
  /** Encoded before: a continuation's item, or a snapshot. `code` is what the item needs besides the job's own. */
  | {
      readonly index: number;
      readonly encoded: Uint8Array<ArrayBuffer>;
      readonly code?: readonly CodeReference[] | undefined;
      /** What was encoded, for those who ask what a call's item was. */
      readonly source?: { readonly item: unknown } | undefined;
    }
  /** The item could not be had: the call fails with this and never runs. */
  | {
      readonly index: number;
      readonly failure: unknown;
      /** What is known of it all the same. */
      readonly source?: { readonly item: unknown } | undefined;
    };

/** What was given as this call's item; `undefined` when it could not be had, or is not known here. */
export function itemOf(entry: InputEntry): unknown {
  if ('item' in entry) return entry.item;
  return entry.source?.item;
}

export interface InputBatch {
  readonly entries: readonly InputEntry[];
  /** Nothing comes after these. */
  readonly done: boolean;
}

/** A job's input, read with back-pressure: only as much as there are slots for. */
export interface InputReader {
  /** Number of items when it is known before reading. */
  readonly size: number | undefined;
  /** At least one and at most `max` entries, or none and `done`. Never rejects: a failing input is a failed entry. */
  read(max: number): InputBatch | Promise<InputBatch>;
  /** Tells the input that nothing more is wanted. */
  stop(): void;
}

/** Reads any iterable or async iterable; what it throws becomes the last call's failure. */
export function readerOf(input: Iterable<unknown> | AsyncIterable<unknown>): InputReader {
  return Symbol.asyncIterator in input
    ? new AsyncReader(input[Symbol.asyncIterator]())
    : new SyncReader(input[Symbol.iterator](), sizeOf(input));
}

function sizeOf(input: Iterable<unknown>): number | undefined {
  if (Array.isArray(input) || ArrayBuffer.isView(input)) return (input as ArrayLike<unknown>).length;
  return input instanceof Set || input instanceof Map ? input.size : undefined;
}

class SyncReader implements InputReader {
  readonly size: number | undefined;
  readonly #iterator: Iterator<unknown>;
  #next = 0;
  #ended = false;

  constructor(iterator: Iterator<unknown>, size: number | undefined) {
    this.#iterator = iterator;
    this.size = size;
  }

  /** A sized input has the items it had at the call: what is added later is not of this job, what is gone fails. */
  read(max: number): InputBatch {
    const entries: InputEntry[] = [];
    try {
      while (entries.length < max && !this.#ended) {
        const step = this.#next === this.size ? END : this.#iterator.next();
        if (step.done === true) this.#ended = true;
        else entries.push({ index: this.#next++, item: step.value });
      }
    } catch (failure) {
      this.#ended = true;
      entries.push({ index: this.#next++, failure });
    }
    if (this.#ended) this.#failMissing(entries);
    return { entries, done: this.#ended };
  }

  #failMissing(entries: InputEntry[]): void {
    const { size = 0 } = this;
    if (this.#next >= size) return;
    const failure = new LithopsError({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message: `Expected the input to keep its ${size} items until they were read, got ${this.#next}. Pass a copy: [...items].`,
    });
    while (this.#next < size) entries.push({ index: this.#next++, failure });
  }

  stop(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#next = Math.max(this.#next, this.size ?? 0);
    try {
      this.#iterator.return?.();
    } catch (error) {
      warnOfStop(error);
    }
  }
}

const END = { done: true, value: undefined } as const;

/** The input's own clean-up failed; nobody waits for it, and the job has ended for other reasons. */
function warnOfStop(error: unknown): void {
  process.emitWarning(`The input of a job could not be ended: ${messageOf(error)}`, 'LithopsWarning');
}

class AsyncReader implements InputReader {
  readonly size = undefined;
  readonly #iterator: AsyncIterator<unknown>;
  /** Asked for and not come yet. */
  #asked: Promise<IteratorResult<unknown>> | undefined;
  #next = 0;
  #ended = false;

  constructor(iterator: AsyncIterator<unknown>) {
    this.#iterator = iterator;
  }

  /** Waits for one item, then takes along what is there at once. */
  async read(max: number): Promise<InputBatch> {
    const entries: InputEntry[] = [];
    try {
      await this.#take(entries);
      while (entries.length < max && !this.#ended && (await this.#isReady())) await this.#take(entries);
    } catch (failure) {
      this.#ended = true;
      this.#asked = undefined;
      entries.push({ index: this.#next++, failure });
    }
    return { entries, done: this.#ended };
  }

  async #take(entries: InputEntry[]): Promise<void> {
    if (this.#ended) return;
    const step = await this.#ask();
    this.#asked = undefined;
    if (step.done === true) this.#ended = true;
    else entries.push({ index: this.#next++, item: step.value });
  }

  #ask(): Promise<IteratorResult<unknown>> {
    this.#asked ??= Promise.resolve(this.#iterator.next());
    return this.#asked;
  }

  async #isReady(): Promise<boolean> {
    const asked = this.#ask();
    return await Promise.race([asked.then(() => true), nextTurn(false)]);
  }

  stop(): void {
    if (this.#ended) return;
    this.#ended = true;
    // A generator that waits for something cannot be ended before that comes: nobody waits for it here.
    const end = async (): Promise<unknown> => await this.#iterator.return?.();
    end().catch(warnOfStop);
  }
}

/** Items that were encoded in a worker. */
export function encodedReader(items: readonly Uint8Array<ArrayBuffer>[]): InputReader {
  return entriesReader(items.map((encoded, index) => ({ index, encoded })));
}

/** Entries that are there already. */
export function entriesReader(all: readonly InputEntry[]): InputReader {
  let next = 0;
  return {
    size: all.length,
    read: (max) => {
      const entries = all.slice(next, next + max);
      next += entries.length;
      return { entries, done: next === all.length };
    },
    stop: () => {
      next = all.length;
    },
  };
}

/** One entry that comes later: a reducer's input, a call on a list of futures. */
export function laterReader(entry: () => Promise<InputEntry>): InputReader {
  let done = false;
  return {
    size: 1,
    read: async () => {
      if (done) return { entries: [], done };
      done = true;
      return { entries: [await entry()], done };
    },
    stop: () => {
      done = true;
    },
  };
}
