import { garbage } from './envelope.js';
import type { AttemptStats, ContinuationWork, Failure, Outcome } from './outcome.js';

/** An outcome and the attempt that it belongs to. */
export type ReportedOutcome = Outcome & {
  readonly index: number;
  readonly attempt: number;
  /** Where the value or error lies when it was too large for the report. */
  readonly stored?: StoredValue | undefined;
};

export interface StoredValue {
  readonly key: string;
  readonly sha256: string;
}

/** What an outcome has to say beyond its row. */
export interface OutcomeExtra {
  readonly failure?: Failure | undefined;
  readonly retryable?: boolean | undefined;
  readonly stored?: StoredValue | undefined;
  readonly work?: ContinuationWork | undefined;
}

const KINDS: readonly Outcome['kind'][] = ['value', 'error', 'continuation', 'failure'];
const KIND_CODE = { value: 0, error: 1, continuation: 2, failure: 3 } as const;

/**
 * Index (u32), attempt (u32), execMs (f64), peakMemoryMb (f32), kind (u8), startedEpochMs (f64), cpuMs (f32, NaN: not
 * measured); little-endian.
 */
const ROW_BYTES = 33;
const AT = {
  index: 0,
  attempt: 4,
  execMs: 8,
  peakMemoryMb: 16,
  kind: 20,
  startedEpochMs: 21,
  cpuMs: 29,
} as const;

/**
 * The outcomes of a report, in order: a few bytes each and no objects, because there may be thousands and most only say
 * that a value is there. What more there is to say of one is its {@link OutcomeExtra}.
 */
export class OutcomeRows {
  static readonly none: OutcomeRows = new OutcomeRows(new Uint8Array(0), new Map());

  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly extras: ReadonlyMap<number, OutcomeExtra>;
  readonly #view: DataView;

  /** @throws {LithopsError} `LITHOPS_PROTOCOL` when these are no rows. */
  constructor(bytes: Uint8Array<ArrayBuffer>, extras: ReadonlyMap<number, OutcomeExtra>) {
    if (bytes.byteLength % ROW_BYTES !== 0) throw garbage('outcomes that are cut short');
    this.bytes = bytes;
    this.extras = extras;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let position = 0; position < this.length; position++) this.#check(position);
  }

  static of(outcomes: readonly ReportedOutcome[]): OutcomeRows {
    const rows = new OutcomeRowWriter(outcomes.length);
    for (const outcome of outcomes) rows.add(outcome, extraOf(outcome));
    return rows.finish();
  }

  #check(position: number): void {
    const kind = this.kind(position);
    const extra = this.extras.get(position);
    if (kind === undefined) throw garbage('an outcome of an unknown kind');
    if ((kind === 'failure') !== (extra?.failure !== undefined)) throw garbage('a failure without its code');
    if ((kind === 'continuation') !== (extra?.work !== undefined))
      throw garbage('a continuation without work');
  }

  get length(): number {
    return this.bytes.byteLength / ROW_BYTES;
  }

  index(position: number): number {
    return this.#view.getUint32(position * ROW_BYTES + AT.index, true);
  }

  attempt(position: number): number {
    return this.#view.getUint32(position * ROW_BYTES + AT.attempt, true);
  }

  execMs(position: number): number {
    return this.#view.getFloat64(position * ROW_BYTES + AT.execMs, true);
  }

  peakMemoryMb(position: number): number {
    return this.#view.getFloat32(position * ROW_BYTES + AT.peakMemoryMb, true);
  }

  startedEpochMs(position: number): number {
    return this.#view.getFloat64(position * ROW_BYTES + AT.startedEpochMs, true);
  }

  /** NaN: not measured. */
  cpuMs(position: number): number {
    return this.#view.getFloat32(position * ROW_BYTES + AT.cpuMs, true);
  }

  /** Does its value or error lie in the report, in the order of the rows? */
  hasValue(position: number): boolean {
    const code = this.#view.getUint8(position * ROW_BYTES + AT.kind);
    return code <= KIND_CODE.error && this.extras.get(position)?.stored === undefined;
  }

  kind(position: number): Outcome['kind'] | undefined {
    return KINDS[this.#view.getUint8(position * ROW_BYTES + AT.kind)];
  }

  /** Time that all of them took together, milliseconds. */
  get totalMs(): number {
    let totalMs = 0;
    for (let position = 0; position < this.length; position++) totalMs += this.execMs(position);
    return totalMs;
  }

  at(position: number): ReportedOutcome {
    const extra = this.extras.get(position);
    const common = {
      index: this.index(position),
      attempt: this.attempt(position),
      stats: this.#stats(position),
    };
    const stored = extra?.stored;
    if (extra?.failure !== undefined) return { ...common, stored, kind: 'failure', failure: extra.failure };
    if (extra?.work !== undefined) return { ...common, stored, kind: 'continuation', work: extra.work };
    if (this.kind(position) === 'error')
      return { ...common, stored, kind: 'error', retryable: extra?.retryable !== false };
    return { ...common, stored, kind: 'value' };
  }

  #stats(position: number): AttemptStats {
    const cpuMs = this.cpuMs(position);
    return {
      execMs: this.execMs(position),
      peakMemoryMb: this.peakMemoryMb(position),
      startedEpochMs: this.startedEpochMs(position),
      cpuMs: Number.isNaN(cpuMs) ? undefined : cpuMs,
    };
  }

  *[Symbol.iterator](): Iterator<ReportedOutcome> {
    for (let position = 0; position < this.length; position++) yield this.at(position);
  }
}

/** Writes as many rows as were announced. */
export class OutcomeRowWriter {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  readonly #extras = new Map<number, OutcomeExtra>();
  #length = 0;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length * ROW_BYTES);
    this.#view = new DataView(this.#bytes.buffer);
  }

  add(
    { index, attempt, kind, stats }: Pick<ReportedOutcome, 'index' | 'attempt' | 'kind' | 'stats'>,
    extra: OutcomeExtra | undefined,
  ): void {
    const start = this.#length * ROW_BYTES;
    this.#view.setUint32(start + AT.index, index, true);
    this.#view.setUint32(start + AT.attempt, attempt, true);
    this.#view.setFloat64(start + AT.execMs, stats.execMs, true);
    this.#view.setFloat32(start + AT.peakMemoryMb, stats.peakMemoryMb, true);
    this.#view.setUint8(start + AT.kind, KIND_CODE[kind]);
    this.#view.setFloat64(start + AT.startedEpochMs, stats.startedEpochMs, true);
    this.#view.setFloat32(start + AT.cpuMs, stats.cpuMs ?? Number.NaN, true);
    if (extra !== undefined) this.#extras.set(this.#length, extra);
    this.#length++;
  }

  finish(): OutcomeRows {
    return new OutcomeRows(this.#bytes, this.#extras);
  }
}

function extraOf(outcome: ReportedOutcome): OutcomeExtra | undefined {
  const { stored } = outcome;
  switch (outcome.kind) {
    case 'value':
      return stored && { stored };
    case 'error':
      return { stored, retryable: outcome.retryable };
    case 'failure':
      return { stored, failure: outcome.failure };
    case 'continuation':
      return { stored, work: outcome.work };
  }
}
