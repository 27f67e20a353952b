import type { FutureState } from '../executor/surface.js';
import type { OutcomeRows } from '../wire/index.js';
import { AttemptTotals } from './attempt-totals.js';
import { CallEnds, type ToldStats } from './call-ends.js';

/** What a call ended with. */
export type Settled =
  | { readonly status: 'fulfilled'; readonly value: unknown }
  /** `reason` is what `await` rejects with. */
  | { readonly status: 'rejected'; readonly reason: unknown };

export interface CallTableListener {
  /** A call has ended. */
  settled(index: number): void;
  /** The input was read to its end: that many calls there are. */
  counted(total: number): void;
}

const STATES: readonly FutureState[] = [
  'new',
  'invoked',
  'running',
  'ready',
  'success',
  'error',
  'cancelled',
];
const CODE = Object.fromEntries(STATES.map((state, code) => [state, code])) as Record<FutureState, number>;
const FIRST_TERMINAL = CODE.success;
const INITIAL_CAPACITY = 64;

/**
 * The state of every call of one job, and the only place where calls settle: whatever monitors, replies, deadlines and
 * cancellations say about a call, the first to settle it wins and the rest is ignored.
 *
 * States: `new → invoked → running → ready → success | error`; a retry goes back to `invoked`; any unfinished state may
 * become `cancelled`. The three last are terminal.
 *
 * Nine bytes per call, so that a job may have millions, and what each ended with until {@link release}.
 */
export class CallTable {
  #states = new Uint8Array(INITIAL_CAPACITY);
  #attempts = new Uint32Array(INITIAL_CAPACITY);
  /** When each was last sent, milliseconds since {@link #madeEpochMs} and one; 0: not by this program. */
  #invokedMs = new Uint32Array(INITIAL_CAPACITY);
  readonly #madeEpochMs = Date.now();
  /** Of all attempts so far. */
  readonly totals = new AttemptTotals();
  #length = 0;
  #total: number | undefined;
  #settledCount = 0;
  #failedCount = 0;
  readonly #ends = new CallEnds();
  readonly #listeners = new Set<CallTableListener>();

  /** Calls known so far. */
  get length(): number {
    return this.#length;
  }

  /** Number of calls once the input was read to its end. */
  get total(): number | undefined {
    return this.#total;
  }

  get settledCount(): number {
    return this.#settledCount;
  }

  /** Calls that ended with an error or were cancelled. */
  get failedCount(): number {
    return this.#failedCount;
  }

  get allSettled(): boolean {
    return this.#settledCount === this.#total;
  }

  subscribe(listener: CallTableListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Makes room for calls up to `length`; those that are new begin in state `new`. */
  grow(length: number): void {
    if (length > this.#states.length) {
      const capacity = Math.max(length, this.#states.length * 2);
      this.#states = copied(this.#states, new Uint8Array(capacity));
      this.#attempts = copied(this.#attempts, new Uint32Array(capacity));
      this.#invokedMs = copied(this.#invokedMs, new Uint32Array(capacity));
    }
    this.#length = Math.max(this.#length, length);
  }

  /** The input has ended: there are that many calls. */
  setTotal(total: number): void {
    this.grow(total);
    this.#total = total;
    for (const listener of this.#listeners) listener.counted(total);
  }

  state(index: number): FutureState {
    return STATES[this.#states[index] ?? 0] ?? 'new';
  }

  /** Attempts begun so far; 0 before the first. */
  attempt(index: number): number {
    return this.#attempts[index] ?? 0;
  }

  isSettled(index: number): boolean {
    return (this.#states[index] ?? 0) >= FIRST_TERMINAL;
  }

  /** Begins an attempt. `counted: false` repeats the current one: nothing had run. */
  invoke(index: number, counted: boolean, epochMs: number): number {
    // A clock can be set back.
    this.#invokedMs[index] = Math.max(0, epochMs - this.#madeEpochMs) + 1;
    const attempt = Math.max(1, this.attempt(index) + (counted ? 1 : 0));
    this.#attempts[index] = attempt;
    this.#states[index] = CODE.invoked;
    return attempt;
  }

  /** Attempts that an earlier client of the job had begun, or may have. */
  restoreAttempts(index: number, attempts: number): void {
    this.grow(index + 1);
    this.#attempts[index] = attempts;
  }

  /** Moves an unfinished call to a later unfinished state. */
  advance(index: number, state: 'running' | 'ready'): void {
    if (!this.isSettled(index) && (this.#states[index] ?? 0) < CODE[state]) this.#states[index] = CODE[state];
  }

  /** @returns false when the call had ended before: nothing has changed then. */
  fulfil(index: number, value: unknown): boolean {
    return this.#settle(index, CODE.success, value);
  }

  /** @returns false when the call had ended before: nothing has changed then. */
  reject(index: number, reason: unknown, state: 'error' | 'cancelled' = 'error'): boolean {
    return this.#settle(index, CODE[state], reason);
  }

  #settle(index: number, code: number, end: unknown): boolean {
    if (this.isSettled(index)) return false;
    this.grow(index + 1);
    this.#states[index] = code;
    this.#ends.set(index, end);
    this.#settledCount++;
    if (code !== CODE.success) this.#failedCount++;
    for (const listener of this.#listeners) listener.settled(index);
    return true;
  }

  /** Has it ended with an error, or was it cancelled? Also after {@link release}. */
  hasFailed(index: number): boolean {
    return (this.#states[index] ?? 0) > CODE.success;
  }

  /** What the call ended with; `undefined` while it has not, and after {@link release}. */
  end(index: number): Settled | undefined {
    if (!this.#ends.has(index)) return undefined;
    const end = this.#ends.get(index);
    return this.hasFailed(index) ? { status: 'rejected', reason: end } : { status: 'fulfilled', value: end };
  }

  /** The value of a call that succeeded; `undefined` for others. */
  value(index: number): unknown {
    return this.hasFailed(index) ? undefined : this.#ends.get(index);
  }

  /** When this program sent the last attempt, by its clock, milliseconds since 1970; `undefined`: it has not. */
  invokedEpochMs(index: number): number | undefined {
    const invokedMs = this.#invokedMs[index] ?? 0;
    return invokedMs === 0 ? undefined : this.#madeEpochMs + invokedMs - 1;
  }

  /**
   * @param toldEpochMs when the report came, by this program's clock
   * @param isBilled what its activation costs is told otherwise
   */
  recordStats(outcomes: OutcomeRows, position: number, toldEpochMs: number, isBilled = false): void {
    this.#ends.recordStats(outcomes, position, toldEpochMs);
    this.totals.add(outcomes.execMs(position), outcomes.peakMemoryMb(position), isBilled);
  }

  stats(index: number): ToldStats | undefined {
    return this.#ends.stats(index);
  }

  /** Forgets what a settled call ended with; its state stays. */
  release(index: number): void {
    this.#ends.forget(index);
  }

  /** Calls that have not ended, in order. */
  *unsettled(): Generator<number> {
    for (let index = 0; index < this.#length; index++) if (!this.isSettled(index)) yield index;
  }
}

function copied<A extends Uint8Array | Uint32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
