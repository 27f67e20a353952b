import type { CodeReference } from './activation-payload.js';
import { garbage, isNumbers, isRecord, packEnvelope, unpackEnvelope } from './envelope.js';
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

/** What a worker tells the client, in one or several pieces. */
export interface Report {
  readonly jobId: string;
  readonly activationId: string;
  /** Names the process, for error texts: `host:pid`. */
  readonly worker: string;
  readonly outcomes: readonly ReportedOutcome[];
  /** Values and errors of those outcomes that are not stored, in their order, encoded as one chunk. */
  readonly values: Uint8Array<ArrayBuffer>;
  /** Code made in the worker that the values refer to. */
  readonly code: readonly CodeReference[];
  /** Only in the last piece. */
  readonly end?: ActivationEnd | undefined;
  /** Where the report lies that was too large for the reply: this one is empty then. */
  readonly stored?: StoredValue | undefined;
}

export interface ActivationEnd {
  /** Calls that were not begun: the client sends them again, uncounted. */
  readonly returned: readonly number[];
  /** A timed-out call may still run in that process: it takes no more work. */
  readonly tainted: boolean;
  /** Why the whole activation could not begin (code missing, wrong hash, unreadable payload). */
  readonly failure?: Failure | undefined;
}

const KINDS = { value: 'v', error: 'e', continuation: 'c', failure: 'f' } as const;
const ABSENT = new Uint8Array(0);

/** `[index, attempt, kind, execMs, peakMemoryMb, extra]`: rows instead of objects, because there may be thousands. */
type Row = readonly [number, number, string, number, number, RowExtra?];

interface RowExtra {
  readonly failure?: Failure | undefined;
  readonly retryable?: boolean | undefined;
  readonly stored?: StoredValue | undefined;
  readonly work?: WorkHeader | undefined;
}

interface WorkHeader {
  readonly method: ContinuationWork['method'];
  readonly options: Readonly<Record<string, unknown>>;
  readonly functions: readonly number[];
  readonly code: readonly CodeRow[];
  readonly items: readonly number[];
}

interface CodeRow {
  readonly hash: string;
  readonly key?: string | undefined;
  readonly part?: number | undefined;
}

export function encodeReport(report: Report): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [report.values];
  const rows = report.outcomes.map((outcome) => toRow(outcome, parts));
  const code = report.code.map((reference) => toCodeRow(reference, parts));
  const { jobId, activationId, worker, end, stored } = report;
  return packEnvelope({ report: 1, jobId, activationId, worker, rows, code, end, stored }, parts);
}

function toRow(outcome: ReportedOutcome, parts: Uint8Array[]): Row {
  const { index, attempt, kind, stats } = outcome;
  const extra: RowExtra = {
    retryable: outcome.kind === 'error' ? outcome.retryable : undefined,
    stored: outcome.stored,
    failure: outcome.kind === 'failure' ? outcome.failure : undefined,
    work: outcome.kind === 'continuation' ? toWorkHeader(outcome.work, parts) : undefined,
  };
  const row = [index, attempt, KINDS[kind], round(stats.execMs), round(stats.peakMemoryMb)] as const;
  return kind === 'value' && outcome.stored === undefined ? row : [...row, extra];
}

function toWorkHeader(work: ContinuationWork, parts: Uint8Array[]): WorkHeader {
  return {
    method: work.method,
    options: work.options,
    functions: work.functions.map((fn) => parts.push(fn) - 1),
    code: work.code.map((reference) => toCodeRow(reference, parts)),
    items: work.items.map((item) => parts.push(item) - 1),
  };
}

function toCodeRow({ hash, key, bytes }: CodeReference, parts: Uint8Array[]): CodeRow {
  return { hash, key, part: bytes === undefined ? undefined : parts.push(bytes) - 1 };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** @throws {LithopsError} `LITHOPS_PROTOCOL` */
export function decodeReport(bytes: Uint8Array<ArrayBuffer>): Report {
  const { header, parts } = unpackEnvelope(bytes);
  const { jobId, activationId, rows, code, end, stored, report } = header;
  if (report !== 1 || typeof jobId !== 'string' || typeof activationId !== 'string') {
    throw garbage('a message that is no report');
  }
  if (!Array.isArray(rows) || !rows.every(isRow) || !isCodeRows(code))
    throw garbage('a report without outcomes');
  return {
    jobId,
    activationId,
    worker: String(header['worker']),
    outcomes: rows.map((row) => fromRow(row, parts)),
    values: parts[0] ?? ABSENT,
    code: code.map((row) => fromCodeRow(row, parts)),
    end: end === undefined ? undefined : toEnd(end),
    stored: isStored(stored) ? stored : undefined,
  };
}

function fromRow(row: Row, parts: readonly Uint8Array<ArrayBuffer>[]): ReportedOutcome {
  const [index, attempt, letter, execMs, peakMemoryMb, extra] = row;
  const stats: AttemptStats = { execMs, peakMemoryMb };
  const common = { index, attempt, stats, stored: extra?.stored };
  switch (letter) {
    case KINDS.value:
      return { ...common, kind: 'value' };
    case KINDS.error:
      return { ...common, kind: 'error', retryable: extra?.retryable !== false };
    case KINDS.failure:
      if (!isFailure(extra?.failure)) throw garbage('a failure without its code');
      return { ...common, kind: 'failure', failure: extra.failure };
    case KINDS.continuation:
      if (extra?.work === undefined) throw garbage('a continuation without work');
      return { ...common, kind: 'continuation', work: fromWorkHeader(extra.work, parts) };
    default:
      throw garbage(`an outcome of kind "${letter}"`);
  }
}

function fromWorkHeader(work: WorkHeader, parts: readonly Uint8Array<ArrayBuffer>[]): ContinuationWork {
  return {
    method: work.method,
    options: work.options,
    functions: work.functions.map((part) => parts[part] ?? ABSENT),
    code: work.code.map((row) => fromCodeRow(row, parts)),
    items: work.items.map((part) => parts[part] ?? ABSENT),
  };
}

function fromCodeRow({ hash, key, part }: CodeRow, parts: readonly Uint8Array<ArrayBuffer>[]): CodeReference {
  return { hash, key, bytes: part === undefined ? undefined : parts[part] };
}

function isRow(row: unknown): row is Row {
  return (
    Array.isArray(row) &&
    isNumbers(row.slice(0, 2)) &&
    row.length >= 5 &&
    typeof row[2] === 'string' &&
    typeof row[3] === 'number' &&
    typeof row[4] === 'number'
  );
}

function isCodeRows(value: unknown): value is CodeRow[] {
  return Array.isArray(value) && value.every((row) => isRecord(row) && typeof row['hash'] === 'string');
}

function toEnd(end: unknown): ActivationEnd {
  if (!isRecord(end) || !isNumbers(end['returned'])) throw garbage('a report whose end is unreadable');
  const failure = end['failure'];
  return {
    returned: end['returned'],
    tainted: end['tainted'] === true,
    failure: isFailure(failure) ? failure : undefined,
  };
}

function isStored(value: unknown): value is StoredValue {
  return isRecord(value) && typeof value['key'] === 'string' && typeof value['sha256'] === 'string';
}

function isFailure(value: unknown): value is Failure {
  return (
    isRecord(value) &&
    typeof value['code'] === 'string' &&
    value['code'].startsWith('LITHOPS_') &&
    typeof value['message'] === 'string'
  );
}
