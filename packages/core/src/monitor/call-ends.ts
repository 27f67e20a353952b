import { type CallPage, CallPages, placeOf } from '../util/call-pages.js';
import type { AttemptStats, OutcomeRows } from '../wire/index.js';

const HAS_END = 1;
const HAS_STATS = 2;

interface EndPage extends CallPage {
  /** `HAS_…` bits per call. */
  readonly has: number[];
  /** Values of calls that succeeded, reasons of the others. */
  readonly ends: unknown[];
  readonly execMs: number[];
  readonly peakMemoryMb: number[];
  readonly startedEpochMs: number[];
  /** NaN: not measured. */
  readonly cpuMs: number[];
  /** When the client was told, by its own clock. */
  readonly toldEpochMs: number[];
}

/** What an attempt took, and when its report came. */
export interface ToldStats extends AttemptStats {
  /** By the client's clock. */
  readonly toldEpochMs: number;
}

/** What calls ended with, and what their last attempts took, until somebody forgets it. */
export class CallEnds {
  readonly #pages = new CallPages<EndPage>(() => ({
    held: 0,
    has: [],
    ends: [],
    execMs: [],
    peakMemoryMb: [],
    startedEpochMs: [],
    cpuMs: [],
    toldEpochMs: [],
  }));

  has(index: number): boolean {
    const has = this.#pages.find(index)?.has[placeOf(index)] ?? 0;
    return (has & HAS_END) !== 0;
  }

  /** The value or reason; `undefined` when there is none, too. */
  get(index: number): unknown {
    return this.#pages.find(index)?.ends[placeOf(index)];
  }

  set(index: number, end: unknown): void {
    this.#mark(index, HAS_END).ends[placeOf(index)] = end;
  }

  recordStats(outcomes: OutcomeRows, position: number, toldEpochMs: number): void {
    const index = outcomes.index(position);
    const page = this.#mark(index, HAS_STATS);
    const place = placeOf(index);
    page.execMs[place] = outcomes.execMs(position);
    page.peakMemoryMb[place] = outcomes.peakMemoryMb(position);
    page.startedEpochMs[place] = outcomes.startedEpochMs(position);
    const cpuMs = outcomes.cpuMs(position);
    // Most calls are short, and have none.
    if (!Number.isNaN(cpuMs) || page.cpuMs[place] !== undefined) page.cpuMs[place] = cpuMs;
    page.toldEpochMs[place] = toldEpochMs;
  }

  stats(index: number): ToldStats | undefined {
    const page = this.#pages.find(index);
    const place = placeOf(index);
    if (page === undefined || ((page.has[place] ?? 0) & HAS_STATS) === 0) return undefined;
    const cpuMs = page.cpuMs[place] ?? Number.NaN;
    return {
      execMs: page.execMs[place] ?? 0,
      peakMemoryMb: page.peakMemoryMb[place] ?? 0,
      startedEpochMs: page.startedEpochMs[place] ?? 0,
      cpuMs: Number.isNaN(cpuMs) ? undefined : cpuMs,
      toldEpochMs: page.toldEpochMs[place] ?? 0,
    };
  }

  forget(index: number): void {
    const page = this.#pages.find(index);
    const place = placeOf(index);
    if (page === undefined || (page.has[place] ?? 0) === 0) return;
    page.has[place] = 0;
    page.ends[place] = undefined;
    this.#pages.leave(index, page);
  }

  #mark(index: number, bit: number): EndPage {
    const page = this.#pages.open(index);
    const place = placeOf(index);
    const before = page.has[place] ?? 0;
    if (before === 0) page.held++;
    page.has[place] = before | bit;
    return page;
  }
}
