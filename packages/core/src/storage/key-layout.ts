import { LithopsError } from '../errors/index.js';

/** Everything that belongs to jobs, and nothing else, is below this prefix. */
export const jobsPrefix = 'lithops.jobs/';
/** Runtime metadata: the only prefix that outlives executors. */
export const runtimesPrefix = 'lithops.runtimes/';

/** Largest report, in bytes, that travels inside the key of its status object. */
export const maxBodyInKeyBytes = 600;

/** Longest key that every object store takes, in bytes. */
export const maxKeyBytes = 1024;

const callDigits = 8;
const attemptDigits = 2;
const counterDigits = 8;

/** A job by executor and number. `jobId` may be the short form (`M0001`) or the users' form (`executor/M0001`). */
export interface JobAddress {
  readonly executorId: string;
  readonly jobId: string;
}

/** What an attempt's status key says: it runs, it gave a value, it failed. */
export type StatusKind = 'run' | 'ok' | 'err';

/** A status key of one call, taken apart. */
export interface CallStatus {
  readonly type: 'call';
  readonly index: number;
  readonly attempt: number;
  readonly kind: StatusKind;
  /** What travelled inside the key; `undefined`: it is the object's content. */
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

/** A status key of a whole activation, taken apart. */
export interface ActivationStatus {
  readonly type: 'activation';
  readonly activationId: string;
  /** Counts the reports of one activation, from 0. */
  readonly report: number;
  /** What travelled inside the key; `undefined`: it is the object's content. */
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

export type Status = CallStatus | ActivationStatus;

/** `executor/job`, as users name a job. */
export function jobName(job: JobAddress): string {
  return `${job.executorId}/${shortJobId(job)}`;
}

/**
 * The reverse of {@link jobName}.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` when the name has another form.
 */
export function parseJobName(name: string): JobAddress {
  const [executorId = '', jobId = '', ...rest] = name.split('/');
  if (!isExecutorId(executorId) || !isShortJobId(jobId) || rest.length > 0) {
    throw badName('a job such as "ab12cd-0lz4k9x2q7w3e1/M0001"', name);
  }
  return { executorId, jobId };
}

/** `M0001`: kind and number, padded so that jobs sort. */
export function formatJobId(kind: 'A' | 'M' | 'R', number: number): string {
  return `${kind}${padded(number, 4)}`;
}

/** `00000007`: a call's number, padded so that calls sort. */
export function formatCallId(index: number): string {
  return padded(index, callDigits);
}

/**
 * The reverse of {@link formatCallId}.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` when it is no call id.
 */
export function parseCallId(callId: string): number {
  if (!/^\d{8,}$/.test(callId)) throw badName('a call id of 8 digits', callId);
  return Number(callId);
}

/** Id of the `n`-th executor that a call opened: it tells its ancestors. */
export function nestedExecutorId(parent: JobAddress, index: number, n: number): string {
  return `${parent.executorId}.${shortJobId(parent)}.${formatCallId(index)}.${n}`;
}

/** The executor whose call opened this one; `undefined` for one that a program opened. */
export function parentExecutorId(executorId: string): string | undefined {
  return /^(.+)\.[AMR]\d{4,}\.\d{8,}\.\d+$/.exec(executorId)?.[1];
}

/** Prefix of all an executor's own keys. Ends with `/`: the neighbour `…10` is not below `…1/`. */
export function executorPrefix(executorId: string): string {
  checkExecutorId(executorId);
  return `${jobsPrefix}${executorId}/`;
}

/** Prefix of the keys of all executors that were opened inside this one's calls. */
export function nestedExecutorsPrefix(executorId: string): string {
  checkExecutorId(executorId);
  return `${jobsPrefix}${executorId}.`;
}

/** Prefix of the keys of all executors that were opened inside one job's calls. */
export function nestedInJobPrefix(job: JobAddress): string {
  return `${nestedExecutorsPrefix(job.executorId)}${shortJobId(job)}.`;
}

/** Prefix of all keys of one job. */
export function jobPrefix(job: JobAddress): string {
  return `${executorPrefix(job.executorId)}${shortJobId(job)}/`;
}

/** Prefix of what an executor hands to its backend's cloud by the store. */
export function uploadsPrefix(executorId: string): string {
  return `${executorPrefix(executorId)}uploads/`;
}

/** What the job is: enough to resume it from another process. */
export function manifestKey(job: JobAddress): string {
  return `${jobPrefix(job)}manifest.json`;
}

/** The job of a manifest's key; `undefined` for any other key. */
export function parseManifestKey(key: string): JobAddress | undefined {
  const match = /^lithops\.jobs\/([^/]+)\/([AMR]\d{4,})\/manifest\.json$/.exec(key);
  const [, executorId, jobId] = match ?? [];
  return executorId === undefined || jobId === undefined ? undefined : { executorId, jobId };
}

/** Items that did not fit payloads. */
export function dataKey(job: JobAddress, segment: number): string {
  return `${jobPrefix(job)}data/${padded(segment, counterDigits)}`;
}

/** A whole reply that was too large to be one. */
export function replyKey(job: JobAddress, activationId: string): string {
  return `${jobPrefix(job)}reply/${encodeURIComponent(activationId)}`;
}

/** A result over the inline limit. */
export function resultKey(job: JobAddress, index: number, attempt: number): string {
  return `${jobPrefix(job)}result/${formatCallId(index)}.${padded(attempt, attemptDigits)}`;
}

/** Prefix of the capsules of an executor's functions. */
export function functionsPrefix(executorId: string): string {
  return `${executorPrefix(executorId)}functions/`;
}

/** A capsule over the inline limit, named by the SHA-256 of its content in hex. */
export function functionKey(executorId: string, sha256: string): string {
  return `${functionsPrefix(executorId)}${sha256}`;
}

/**
 * Prefix of cloud objects that were stored without a key: beside an executor's jobs, because they outlive the results that
 * refer to them; those made without an executor are in a folder of their own.
 */
export function cloudObjectsPrefix(executorId: string | undefined): string {
  return executorId === undefined ? `${jobsPrefix}objects/` : `${executorPrefix(executorId)}objects/`;
}

/** Whether a key was made from {@link cloudObjectsPrefix}. */
export function isCloudObjectKey(key: string): boolean {
  return /^lithops\.jobs\/(?:[^/]+\/)?objects\//.test(key);
}

/** Metadata of a deployed runtime. `name` may have several segments. */
export function runtimeKey(backend: string, name: string): string {
  return `${runtimesPrefix}${backend}/${name}`;
}

/** Prefix of a job's status keys. */
export function statusPrefix(job: JobAddress): string {
  return `${jobPrefix(job)}status/`;
}

/** Status of one attempt. A `body` becomes part of the key: see {@link fitsInKey}. */
export function callStatusKey(
  job: JobAddress,
  index: number,
  attempt: number,
  kind: StatusKind,
  body?: Uint8Array,
): string {
  const bare = `${statusPrefix(job)}${formatCallId(index)}.${padded(attempt, attemptDigits)}.${kind}`;
  return body === undefined ? bare : `${bare}.${Buffer.from(body).toString('base64url')}`;
}

/** Whether a report can become part of this key: at most 600 bytes, and the whole key at most 1,024 (deeply nested executors have long ones). */
export function fitsInKey(bareKey: string, body: Uint8Array): boolean {
  if (body.byteLength > maxBodyInKeyBytes) return false;
  return bareKey.length + 1 + Math.ceil((body.byteLength * 4) / 3) <= maxKeyBytes;
}

/** Status of a whole activation, `report` counting from 0. A `body` becomes part of the key. */
export function activationStatusKey(
  job: JobAddress,
  activationId: string,
  report: number,
  body?: Uint8Array,
): string {
  const activation = `${statusPrefix(job)}b${encodeURIComponent(activationId)}`;
  if (body === undefined && report === 0) return activation;
  const counted = `${activation}/${padded(report, counterDigits)}`;
  return body === undefined ? counted : `${counted}.${Buffer.from(body).toString('base64url')}`;
}

/** Key before which all status keys of calls below `index` sort, and none of `index` and above. */
export function statusKeyBefore(job: JobAddress, index: number): string {
  // "." sorts before "/": nothing of call `index - 1` begins with `<index - 1>/`.
  return index === 0 ? statusPrefix(job) : `${statusPrefix(job)}${formatCallId(index - 1)}/`;
}

/** The part of a status key behind {@link statusPrefix}, taken apart; `undefined` when it is none of ours. */
export function parseStatus(name: string): Status | undefined {
  return parseCallStatus(name) ?? parseActivationStatus(name);
}

function parseCallStatus(name: string): CallStatus | undefined {
  const match = /^(\d{8,})\.(\d{2,})\.(run|ok|err)(?:\.([\w-]*))?$/.exec(name);
  if (match === null) return undefined;
  const [, call, attempt, kind, body] = match;
  if (kind !== 'run' && kind !== 'ok' && kind !== 'err') return undefined;
  return {
    type: 'call',
    index: Number(call),
    attempt: Number(attempt),
    kind,
    body: decodeBody(body),
  };
}

function parseActivationStatus(name: string): ActivationStatus | undefined {
  const [, encoded, report, body] = /^b([^/]+)(?:\/(\d{8,})(?:\.([\w-]*))?)?$/.exec(name) ?? [];
  const activationId = encoded === undefined ? undefined : decodeName(encoded);
  if (activationId === undefined) return undefined;
  return { type: 'activation', activationId, report: Number(report ?? 0), body: decodeBody(body) };
}

function decodeName(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined; // not ours: nobody here writes a broken escape
  }
}

function decodeBody(body: string | undefined): Uint8Array<ArrayBuffer> | undefined {
  return body === undefined ? undefined : new Uint8Array(Buffer.from(body, 'base64url'));
}

function shortJobId({ executorId, jobId }: JobAddress): string {
  const short = jobId.startsWith(`${executorId}/`) ? jobId.slice(executorId.length + 1) : jobId;
  if (!isShortJobId(short)) throw badName(`a job id of executor ${executorId} such as "M0001"`, jobId);
  return short;
}

function isShortJobId(text: string): boolean {
  return /^[AMR]\d{4,}$/.test(text);
}

function checkExecutorId(executorId: string): void {
  if (!isExecutorId(executorId)) {
    throw badName('an executor id such as "ab12cd-0lz4k9x2q7w3e1"', executorId);
  }
}

function isExecutorId(text: string): boolean {
  return /^[\w-]+(\.[\w-]+)*$/.test(text);
}

function padded(value: number, digits: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw badName('a whole number ≥ 0', String(value));
  return String(value).padStart(digits, '0');
}

function badName(expected: string, got: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected ${expected}, got "${got}".`,
  });
}
