/** Positions fit in 13 bits, because an activation has at most 4,096 calls; the rest of the word counts activations. */
const POSITION_BITS = 13;
const TAKEN_BACK = 2 ** POSITION_BITS - 1;
/** The largest number of calls that one activation may have here. */
export const MAX_WATCHED_CALLS = 4096;

const CURSOR = 0;
const TOTAL = 1;
const ACTIVATION = 2;
const ASLEEP = 3;
const RUNNING = 4;
const BUSY = 5;
const INTS = 6;
const LIMIT_MS = 0;
const PATIENCE_MS = 1;
const BEGUN_MS = 2;
const FLOATS = 3;

/** What the watch thread sees of the activation that runs. */
export interface WatchedActivation {
  /** Changes with every call that is begun. */
  readonly cursor: number;
  /** The frames' number of the activation. */
  readonly id: number;
  /** Place of the running call in its activation; -1: none was begun yet. */
  readonly running: number;
  /** When that was claimed, by the clock of `monotonicMs`. */
  readonly begunMs: number;
  /** Of one call, milliseconds. */
  readonly limitMs: number;
  /** A call that takes longer does not hold the others of its activation up any more, milliseconds. */
  readonly patienceMs: number;
}

/**
 * What the user thread and the watch thread of a worker process share. The user thread claims the calls of an activation one
 * after the other, the watch thread takes back those that were not claimed: both by compare-and-swap of one word, so that
 * each call is either run or taken back, never both. The word holds the number of the activation and the place of the next
 * call in it; a swap that was meant for an activation which is over fails.
 */
export class WatchedCalls {
  readonly buffer: SharedArrayBuffer;
  readonly #ints: Int32Array;
  readonly #floats: Float64Array;
  #generation = 0;

  constructor(buffer = new SharedArrayBuffer(8 * FLOATS + 4 * INTS)) {
    this.buffer = buffer;
    this.#floats = new Float64Array(buffer, 0, FLOATS);
    this.#ints = new Int32Array(buffer, 8 * FLOATS, INTS);
  }

  /** User thread: the calls of an activation are about to begin. */
  begin(id: number, total: number, limitMs: number, patienceMs: number): void {
    this.#generation = (this.#generation + 1) & (2 ** (31 - POSITION_BITS) - 1);
    this.#floats[LIMIT_MS] = limitMs;
    this.#floats[PATIENCE_MS] = patienceMs;
    this.#ints[ACTIVATION] = id;
    this.#ints[TOTAL] = total;
    Atomics.store(this.#ints, CURSOR, this.#word(0));
  }

  /** User thread: may the call at this place run? False when it was taken back. */
  claim(position: number, nowMs: number): boolean {
    const before = this.#word(position);
    // The swap publishes it: who sees the call sees when it began.
    this.#floats[BEGUN_MS] = nowMs;
    return Atomics.compareExchange(this.#ints, CURSOR, before, this.#word(position + 1)) === before;
  }

  /** User thread: no call runs any more. */
  end(): void {
    this.#generation = (this.#generation + 1) & (2 ** (31 - POSITION_BITS) - 1);
    this.#ints[TOTAL] = 0;
    Atomics.store(this.#ints, CURSOR, this.#word(0));
  }

  #word(position: number): number {
    return (this.#generation << POSITION_BITS) | position;
  }

  /** User thread: an activation is being read, run or told of; or none is. */
  set isBusy(isBusy: boolean) {
    Atomics.store(this.#ints, BUSY, isBusy ? 1 : 0);
  }

  /** Watch thread: is there an activation, though none of its calls may run? */
  get isBusy(): boolean {
    return Atomics.load(this.#ints, BUSY) === 1;
  }

  /** User thread: does the watch thread have to be woken? */
  get isAsleep(): boolean {
    return Atomics.load(this.#ints, ASLEEP) === 1;
  }

  /** Watch thread: says whether it looks by itself. */
  sleep(isAsleep: boolean): void {
    Atomics.store(this.#ints, ASLEEP, isAsleep ? 1 : 0);
  }

  /** Watch thread: the activation that runs; `undefined`: none does. */
  look(): WatchedActivation | undefined {
    const cursor = Atomics.load(this.#ints, CURSOR);
    if (this.#ints[TOTAL] === 0) return undefined;
    return {
      cursor,
      id: (this.#ints[ACTIVATION] ?? 0) >>> 0,
      running: this.#running(cursor),
      begunMs: this.#floats[BEGUN_MS] ?? 0,
      limitMs: this.#floats[LIMIT_MS] ?? 0,
      patienceMs: this.#floats[PATIENCE_MS] ?? 0,
    };
  }

  #running(cursor: number): number {
    const next = cursor & TAKEN_BACK;
    return next === TAKEN_BACK ? (this.#ints[RUNNING] ?? 0) : next - 1;
  }

  /**
   * Watch thread: takes back what was not claimed when `seen` was looked at.
   * @returns whether it did: false when there is nothing left, or another call has begun meanwhile.
   */
  takeBack(seen: WatchedActivation): boolean {
    const { cursor, running } = seen;
    const isTaken = (cursor & TAKEN_BACK) === TAKEN_BACK;
    if (isTaken || running < 0 || running + 1 >= (this.#ints[TOTAL] ?? 0)) return false;
    this.#ints[RUNNING] = running;
    return Atomics.compareExchange(this.#ints, CURSOR, cursor, cursor | TAKEN_BACK) === cursor;
  }
}
