/** A chunk is to keep a worker busy about this long: the way there costs milliseconds of a busy machine. */
const TARGET_MS = 200;
/** The same while other jobs wait for their turn, and while nobody knows how many calls are left: the tail has to be short. */
const SHORT_TARGET_MS = 40;
/** The tail is not cut finer than this: the way there would take longer than the work. */
const SHORTEST_MS = 1;
/** Nor are the results of a chunk to be more than this together. */
const TARGET_BYTES = 2 ** 20;
const MAX_CALLS = 4096;
/** What a worker needs for a call that does nothing. */
const LEAST_PER_CALL_MS = 0.0025;
/** A chunk has at most so many times the calls that were measured so far. */
const GROWTH = 16;
/** Weight of one more call. */
const SMOOTHING = 0.3;

/** What some calls took in the worker. */
export interface ChunkMeasure {
  readonly calls: number;
  readonly totalMs: number;
  /** Of their results together. */
  readonly sizeBytes: number;
}

/**
 * How many calls go into one activation when nobody fixed it: one at first, then as many as about 200 ms of work, fewer
 * where jobs share the workers, and never so many that the last ones leave other workers idle.
 */
export class AdaptiveChunkSize {
  readonly #perCallMs = new MeanPerCall();
  readonly #perCallBytes = new MeanPerCall();
  #measured = 0;

  measure({ calls, totalMs, sizeBytes }: ChunkMeasure): void {
    if (calls === 0) return;
    this.#measured += calls;
    this.#perCallMs.add(totalMs / calls, calls);
    this.#perCallBytes.add(sizeBytes / calls, calls);
  }

  /** As many calls as keep a worker busy, while there are enough of them. */
  get steady(): number {
    if (this.#measured === 0) return 1;
    const byBytes = Math.floor(TARGET_BYTES / Math.max(1, this.#perCallBytes.value));
    return Math.max(1, Math.min(this.#callsIn(TARGET_MS), byBytes, this.#measured * GROWTH, MAX_CALLS));
  }

  /**
   * @param waiting calls that are known to wait; `undefined` while the input is open-ended
   * @param isShared other jobs use the same workers
   */
  next(waiting: number | undefined, workers: number, isShared = false): number {
    const short = Math.max(1, Math.min(this.steady, this.#callsIn(SHORT_TARGET_MS)));
    if (waiting === undefined) return short;
    const share = Math.ceil(waiting / (2 * workers));
    const most = isShared ? short : this.steady;
    return Math.max(1, Math.min(most, Math.max(share, this.#callsIn(SHORTEST_MS))));
  }

  #callsIn(ms: number): number {
    return Math.round(ms / Math.max(this.#perCallMs.value, LEAST_PER_CALL_MS));
  }
}

/** Follows calls that become more expensive at once, and those that become cheaper little by little. */
class MeanPerCall {
  #value: number | undefined;

  get value(): number {
    return this.#value ?? 0;
  }

  add(perCall: number, calls: number): void {
    const before = this.#value ?? perCall;
    const weight = perCall >= before ? 1 : 1 - (1 - SMOOTHING) ** calls;
    this.#value = before + (perCall - before) * weight;
  }
}
