import { CallRecords } from '../util/call-records.js';
import { isThenable } from '../util/is-thenable.js';
import { type InputBatch, type InputEntry, type InputReader, itemOf } from './input.js';

/** A call that waits to be sent. */
export interface WaitingCall {
  readonly entry: InputEntry;
  /** Whether sending it begins a new attempt; false when the last one never ran. */
  readonly counted: boolean;
  /** Sent by itself, because it may be what killed a worker. */
  readonly alone: boolean;
}

/**
 * The calls of one job that wait to be sent: those that go again first, then the input, read only as far as there is
 * room. Entries are kept until they are forgotten, because a call may have to be sent again.
 */
export class CallQueue {
  readonly #reader: InputReader;
  readonly #onRead: (batch: InputBatch) => void;
  readonly #entries = new CallRecords<InputEntry>();
  readonly #fresh: InputEntry[] = [];
  readonly #again: WaitingCall[] = [];
  #reading = false;
  #inputDone = false;
  #readCount = 0;

  /** @param onRead told of each batch before its calls can be taken */
  constructor(reader: InputReader, onRead: (batch: InputBatch) => void) {
    this.#reader = reader;
    this.#onRead = onRead;
  }

  get inputDone(): boolean {
    return this.#inputDone;
  }

  /** Calls that wait, as far as that is known; `undefined`: the input is open-ended. */
  get waiting(): number | undefined {
    const unread = this.#inputDone
      ? 0
      : this.#reader.size === undefined
        ? undefined
        : this.#reader.size - this.#readCount;
    return unread === undefined ? undefined : unread + this.#fresh.length + this.#again.length;
  }

  /** Up to `max` calls that can go now. Fewer, or none, when the input has to be waited for: `onRead` tells. */
  take(max: number): WaitingCall[] {
    const taken = this.#takeAgain(max);
    if (taken.length > 0) return taken;
    if (this.#fresh.length < max) this.#read(max - this.#fresh.length);
    return this.#fresh.splice(0, max).map((entry) => ({ entry, counted: true, alone: false }));
  }

  #takeAgain(max: number): WaitingCall[] {
    const [first] = this.#again;
    if (first === undefined) return [];
    if (first.alone) return this.#again.splice(0, 1);
    const together = this.#again.findIndex((call) => call.alone);
    return this.#again.splice(0, Math.min(max, together < 0 ? max : together));
  }

  #read(max: number): void {
    if (this.#reading || this.#inputDone) return;
    const batch = this.#reader.read(max);
    if (!isThenable(batch)) {
      this.#accept(batch);
      return;
    }
    this.#reading = true;
    void batch.then((read) => {
      this.#reading = false;
      this.#accept(read);
    });
  }

  #accept(batch: InputBatch): void {
    if (this.#inputDone) return;
    this.#inputDone = batch.done;
    this.#readCount += batch.entries.length;
    for (const entry of batch.entries) {
      this.#entries.set(entry.index, entry);
      if (!('failure' in entry)) this.#fresh.push(entry);
    }
    this.#onRead(batch);
  }

  /** Puts calls back. `counted: false`: the attempt that was begun did not run. */
  again(indexes: Iterable<number>, how: { readonly counted: boolean; readonly alone: boolean }): void {
    for (const index of indexes) {
      const entry = this.#entries.get(index);
      if (entry !== undefined) this.#again.push({ entry, ...how });
    }
  }

  /** Entries whose calls may end before they can be taken: what their items were can be asked for. */
  know(entries: readonly InputEntry[]): void {
    for (const entry of entries) this.#entries.set(entry.index, entry);
  }

  /** What this call's item was; `undefined` when it is not known any more. */
  item(index: number): unknown {
    const entry = this.#entries.get(index);
    return entry === undefined ? undefined : itemOf(entry);
  }

  /** The call will not be sent again: in its item's place, only this is kept of it. */
  reduceItem(index: number, reduce: (item: unknown) => unknown): void {
    const entry = this.#entries.get(index);
    if (entry !== undefined && !('failure' in entry))
      this.#entries.set(index, { index, item: reduce(itemOf(entry)) });
  }

  /** The call will not be sent again and nobody asks for its item. */
  forget(index: number): void {
    this.#entries.delete(index);
  }

  /** Drops what waits, by number, and reads no more when `input` is true. */
  drop(isDropped: (index: number) => boolean, input: boolean): void {
    keepOnly(this.#fresh, (entry) => !isDropped(entry.index));
    keepOnly(this.#again, (call) => !isDropped(call.entry.index));
    if (!input || this.#inputDone) return;
    this.#inputDone = true;
    this.#reader.stop();
  }
}

function keepOnly<T>(list: T[], isKept: (element: T) => boolean): void {
  const kept = list.filter(isKept);
  list.splice(0, list.length, ...kept);
}
