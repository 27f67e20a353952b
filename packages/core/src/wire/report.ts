import type { CodeReference } from './activation-payload.js';
import { garbage, isNumbers, isRecord, packEnvelope, unpackEnvelope } from './envelope.js';
import type { ContinuationWork, Failure } from './outcome.js';
import { type OutcomeExtra, OutcomeRows, type StoredValue } from './outcome-rows.js';

/** What a worker tells the client, in one or several pieces. */
export interface Report {
  readonly jobId: string;
  readonly activationId: string;
  /** Names the process, for error texts: `host:pid`. */
  readonly worker: string;
  readonly outcomes: OutcomeRows;
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

const ABSENT = new Uint8Array(0);
/** Of the values and of the rows; what code and continuations need comes behind. */
const PART = { values: 0, rows: 1 } as const;

/** What cannot be told by a row, with the row's position. */
type ExtraHeader = readonly [number, Omit<OutcomeExtra, 'work'> & { readonly work?: WorkHeader | undefined }];

interface WorkHeader {
  readonly method: ContinuationWork['method'];
  readonly options: Readonly<Record<string, unknown>>;
  readonly functions: readonly number[];
  readonly code: readonly CodeRow[];
  readonly items: readonly number[];
  readonly areObjectNames: boolean;
}

interface CodeRow {
  readonly hash: string;
  readonly key?: string | undefined;
  readonly part?: number | undefined;
}

export function encodeReport(report: Report): Uint8Array<ArrayBuffer> {
  const { jobId, activationId, worker, outcomes, values, end, stored } = report;
  const parts: Uint8Array[] = [values, outcomes.bytes];
  const extras = [...outcomes.extras].map(([position, extra]) => toExtraHeader(position, extra, parts));
  const code = report.code.map((reference) => toCodeRow(reference, parts));
  return packEnvelope({ report: 1, jobId, activationId, worker, extras, code, end, stored }, parts);
}

function toExtraHeader(position: number, extra: OutcomeExtra, parts: Uint8Array[]): ExtraHeader {
  const work = extra.work === undefined ? undefined : toWorkHeader(extra.work, parts);
  return [position, { ...extra, work }];
}

function toWorkHeader(work: ContinuationWork, parts: Uint8Array[]): WorkHeader {
  return {
    method: work.method,
    options: work.options,
    functions: work.functions.map((fn) => parts.push(fn) - 1),
    code: work.code.map((reference) => toCodeRow(reference, parts)),
    items: work.items.map((item) => parts.push(item) - 1),
    areObjectNames: work.areObjectNames,
  };
}

function toCodeRow({ hash, key, bytes }: CodeReference, parts: Uint8Array[]): CodeRow {
  return { hash, key, part: bytes === undefined ? undefined : parts.push(bytes) - 1 };
}

/** Reports of several processes that ran calls of one activation, as one body. */
export function joinReports(bodies: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return packEnvelope({ reports: 1 }, bodies);
}

/**
 * The reports of a body, in their order: one, or those that {@link joinReports} has put together.
 * @throws {LithopsError} `LITHOPS_PROTOCOL`
 */
export function decodeReports(bytes: Uint8Array<ArrayBuffer>): readonly Report[] {
  const { header, parts } = unpackEnvelope(bytes);
  return header['reports'] === 1 ? parts.map((part) => decodeReport(part)) : [decodeReport(bytes)];
}

/** @throws {LithopsError} `LITHOPS_PROTOCOL` */
export function decodeReport(bytes: Uint8Array<ArrayBuffer>): Report {
  const { header, parts } = unpackEnvelope(bytes);
  const { jobId, activationId, extras, code, end, stored, report } = header;
  if (report !== 1 || typeof jobId !== 'string' || typeof activationId !== 'string') {
    throw garbage('a message that is no report');
  }
  const rows = parts[PART.rows];
  if (rows === undefined || !Array.isArray(extras) || !extras.every(isExtraHeader) || !isCodeRows(code))
    throw garbage('a report without outcomes');
  return {
    jobId,
    activationId,
    worker: String(header['worker']),
    outcomes: new OutcomeRows(rows, fromExtraHeaders(extras, parts)),
    values: parts[PART.values] ?? ABSENT,
    code: code.map((row) => fromCodeRow(row, parts)),
    end: end === undefined ? undefined : toEnd(end),
    stored: isStored(stored) ? stored : undefined,
  };
}

function fromExtraHeaders(
  extras: readonly ExtraHeader[],
  parts: readonly Uint8Array<ArrayBuffer>[],
): ReadonlyMap<number, OutcomeExtra> {
  return new Map(
    extras.map(([position, { work, failure, retryable, stored }]) => [
      position,
      { failure, retryable, stored, work: work === undefined ? undefined : fromWorkHeader(work, parts) },
    ]),
  );
}

function fromWorkHeader(work: WorkHeader, parts: readonly Uint8Array<ArrayBuffer>[]): ContinuationWork {
  return {
    method: work.method,
    options: work.options,
    functions: work.functions.map((part) => parts[part] ?? ABSENT),
    code: work.code.map((row) => fromCodeRow(row, parts)),
    items: work.items.map((part) => parts[part] ?? ABSENT),
    areObjectNames: work.areObjectNames === true,
  };
}

function fromCodeRow({ hash, key, part }: CodeRow, parts: readonly Uint8Array<ArrayBuffer>[]): CodeReference {
  return { hash, key, bytes: part === undefined ? undefined : parts[part] };
}

function isExtraHeader(header: unknown): header is ExtraHeader {
  if (!Array.isArray(header)) return false;
  const [position, extra] = header;
  return (
    Number.isSafeInteger(position) &&
    isRecord(extra) &&
    (extra['failure'] === undefined || isFailure(extra['failure'])) &&
    (extra['stored'] === undefined || isStored(extra['stored'])) &&
    (extra['work'] === undefined || isWorkHeader(extra['work']))
  );
}

function isWorkHeader(work: unknown): work is WorkHeader {
  return (
    isRecord(work) && isNumbers(work['functions']) && isNumbers(work['items']) && isCodeRows(work['code'])
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
