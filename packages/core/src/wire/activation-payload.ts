import { garbage, isNumbers, isRecord, packEnvelope, unpackEnvelope } from './envelope.js';
import { type ItemKind, isItemKind } from './item-kind.js';

/** Code by name, with its bytes when they travel inline; else under `key` in the executor's bucket. */
export interface CodeReference {
  readonly hash: string;
  readonly bytes?: Uint8Array<ArrayBuffer> | undefined;
  readonly key?: string | undefined;
}

/** A chunk's items: encoded as one value, or each alone (then some may have been encoded elsewhere). */
export type ChunkData =
  | { readonly form: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly form: 'each'; readonly items: readonly Uint8Array<ArrayBuffer>[] };

/** Where the worker's outcomes go. */
export type ReportRoute = { readonly to: 'reply' } | MonitorRoute;

/** By which monitor outcomes are told. */
export interface MonitorRoute {
  readonly to: 'monitor';
  readonly monitor: string;
  readonly intervalMs: number | undefined;
  /** The key that signs what lies in a store or a broker until the client reads it. */
  readonly seal: string;
  /** How the monitor is configured, without credentials; `undefined`: it is core's own. */
  readonly sections?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /** Outcomes go as they come, and not with the activation's last. */
  readonly tellsAtOnce?: boolean | undefined;
  /** A worker that begins after this moment says so: the client would give it up else. Absent: nobody would. */
  readonly lateEpochMs?: number | undefined;
}

/** Which store workers use, by plug-in name and checked sections. Never holds credentials of a platform identity. */
export interface StorageReference {
  readonly name: string;
  readonly bucket: string;
  readonly sections: Readonly<Record<string, unknown>>;
}

/** Everything one activation needs, as it crosses to the worker. */
export interface ActivationPayload {
  readonly executorId: string;
  readonly jobId: string;
  readonly activationId: string;
  readonly indexes: readonly number[];
  readonly attempts: readonly number[];
  /** The job's function first, then code that its items need. */
  readonly code: readonly CodeReference[];
  /** The function, encoded as a value, when it is not that of the first capsule: work that a call handed over. */
  readonly entry?: Uint8Array<ArrayBuffer> | undefined;
  readonly data: ChunkData;
  readonly itemKind: ItemKind;
  /** Of one call, milliseconds. */
  readonly timeoutMs: number;
  /** Largest reply, or report of a monitor, as a whole; results that do not fit into it go to storage, bytes. */
  readonly maxReplyBytes: number;
  readonly env: Readonly<Record<string, string>>;
  readonly report: ReportRoute;
  /** Seals what the worker stores of a job that outlives its program, before it tells of it. */
  readonly persistSeal?: string | undefined;
  readonly storage: StorageReference;
}

export function encodePayload(payload: ActivationPayload): Uint8Array<ArrayBuffer> {
  return encode(payload, payload.report);
}

/** For a payload that others may read where it lies: without the key, which travels in the reference to it. */
export function encodeStoredPayload(payload: ActivationPayload): Uint8Array<ArrayBuffer> {
  const persistSeal = payload.persistSeal === undefined ? undefined : '';
  return encode({ ...payload, persistSeal }, { ...payload.report, seal: undefined });
}

/**
 * What {@link encodeStoredPayload} made, with its key.
 * @throws {LithopsError} `LITHOPS_PROTOCOL`
 */
export function decodeStoredPayload(bytes: Uint8Array<ArrayBuffer>, seal: string): ActivationPayload {
  const { persistSeal, ...payload } = decodePayload(bytes);
  const whole = persistSeal === undefined ? payload : { ...payload, persistSeal: seal };
  return whole.report.to === 'reply' ? whole : { ...whole, report: { ...whole.report, seal } };
}

function encode(payload: ActivationPayload, report: object): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const code = payload.code.map(({ hash, bytes, key }) => ({
    hash,
    key,
    part: bytes === undefined ? undefined : parts.push(bytes) - 1,
  }));
  const entry = payload.entry === undefined ? undefined : parts.push(payload.entry) - 1;
  const first = parts.length;
  parts.push(...(payload.data.form === 'chunk' ? [payload.data.bytes] : payload.data.items));
  const data = { form: payload.data.form, first };
  return packEnvelope({ ...payload, report, code, entry, data }, parts);
}

/** @throws {LithopsError} `LITHOPS_PROTOCOL` */
export function decodePayload(bytes: Uint8Array<ArrayBuffer>): ActivationPayload {
  const { header, parts } = unpackEnvelope(bytes);
  if (!isPayloadHeader(header)) throw garbage('a message that is no activation payload');
  const code = header.code.map(({ hash, key, part }) => ({
    hash,
    key,
    bytes: part === undefined ? undefined : parts[part],
  }));
  const entry = header.entry === undefined ? undefined : parts[header.entry];
  return { ...header, code, entry, data: decodeData(header.data, parts) };
}

function decodeData(data: DataHeader, parts: readonly Uint8Array<ArrayBuffer>[]): ChunkData {
  const items = parts.slice(data.first);
  if (data.form === 'each') return { form: 'each', items };
  const [chunk] = items;
  if (chunk === undefined) throw garbage('a payload without data');
  return { form: 'chunk', bytes: chunk };
}

interface DataHeader {
  readonly form: 'chunk' | 'each';
  readonly first: number;
}

type PayloadHeader = Omit<ActivationPayload, 'code' | 'entry' | 'data'> & {
  readonly entry?: number | undefined;
  readonly code: readonly { readonly hash: string; readonly key?: string; readonly part?: number }[];
  readonly data: DataHeader;
};

function isPayloadHeader(header: object): header is PayloadHeader {
  const { indexes, attempts, code, data, itemKind, activationId, jobId, timeoutMs, report, storage } =
    header as Partial<Record<keyof PayloadHeader, unknown>>;
  return (
    isNumbers(indexes) &&
    isNumbers(attempts) &&
    indexes.length === attempts.length &&
    Array.isArray(code) &&
    code.every((entry) => isRecord(entry) && typeof entry['hash'] === 'string') &&
    isRecord(data) &&
    (data['form'] === 'chunk' || data['form'] === 'each') &&
    isItemKind(itemKind) &&
    typeof activationId === 'string' &&
    typeof jobId === 'string' &&
    typeof timeoutMs === 'number' &&
    isRecord(report) &&
    isRecord(storage)
  );
}
