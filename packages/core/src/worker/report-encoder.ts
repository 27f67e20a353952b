import { createHash } from 'node:crypto';
import type { Capsule, CodeSpace, EncodedValues as EncodedByCode } from '@lithops/closure';
import { isLithopsError, LithopsError } from '../errors/lithops-error.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { replyKey, resultKey } from '../storage/key-layout.js';
import { isThenable } from '../util/is-thenable.js';
import { isRetryable, messageOf } from '../util/thrown.js';
import {
  type ActivationPayload,
  type CodeReference,
  OutcomeRows,
  OutcomeRowWriter,
  type Report,
  type ReportedOutcome,
  type StoredValue,
} from '../wire/index.js';
import { encodeContinuation } from './continuation.js';
import { portableError } from './portable-error.js';
import type { CallEnd } from './run-call.js';

/** The part of a report that its outcomes make. */
export type EncodedOutcomes = Pick<Report, 'outcomes' | 'values' | 'code'>;

/** Failures may be of what cannot even be looked at. */
type EncodedValues = Omit<EncodedByCode, 'failures'> & { readonly failures: ReadonlyMap<number, Error> };

const NO_VALUES: EncodedValues = { bytes: new Uint8Array(0), capsules: [], failures: new Map() };

interface Slot {
  readonly outcome: ReportedOutcome;
  /** The value or error to encode; absent when the outcome says everything. */
  readonly payload?: { readonly value: unknown } | undefined;
}

/** Turns what calls came to into what crosses the wire. What cannot travel becomes an outcome that says so. */
export class ReportEncoder {
  readonly #code: CodeSpace | undefined;
  readonly #payload: ActivationPayload;
  readonly #openStorage: () => Promise<StorageBackend>;

  constructor(
    code: CodeSpace | undefined,
    payload: ActivationPayload,
    openStorage: () => Promise<StorageBackend>,
  ) {
    this.#code = code;
    this.#payload = payload;
    this.#openStorage = openStorage;
  }

  /**
   * At once where it can be: a process that is about to end has no other way to tell what it has.
   * @param maxBytes of all values; what is larger goes to storage
   */
  encode(
    ends: readonly CallEnd[],
    maxBytes = this.#payload.maxReplyBytes,
  ): EncodedOutcomes | Promise<EncodedOutcomes> {
    return this.encodeTogether(ends, maxBytes) ?? this.#encodeEach(ends, maxBytes);
  }

  /** Nearly always: values and errors that travel and fit. `undefined` when they have to be looked at one by one. */
  encodeTogether(
    ends: readonly CallEnd[],
    maxBytes = this.#payload.maxReplyBytes,
  ): EncodedOutcomes | undefined {
    const outcomes = new OutcomeRowWriter(ends.length);
    const values: unknown[] = [];
    for (const end of ends) {
      if (end.kind === 'continuation' || end.kind === 'failure') return undefined;
      outcomes.add(end, end.kind === 'value' ? undefined : { retryable: isRetryable(end.error) });
      values.push(end.kind === 'value' ? end.value : end.error);
    }
    const { bytes, capsules, failures } = this.#encodeAll(values);
    const isCodeRefused = capsules.length > 0 && this.#payload.report.to === 'monitor';
    if (failures.size > 0 || isCodeRefused || bytes.byteLength > maxBytes) return undefined;
    return { outcomes: outcomes.finish(), values: bytes, code: capsules.map(toReference) };
  }

  #encodeEach(ends: readonly CallEnd[], maxBytes: number): EncodedOutcomes | Promise<EncodedOutcomes> {
    const slots = ends.map((end) => (end.kind === 'continuation' ? this.#toContinuation(end) : toSlot(end)));
    return slots.every(isThere)
      ? this.#encodeSlots(slots, maxBytes)
      : Promise.all(slots).then((all) => this.#encodeSlots(all, maxBytes));
  }

  #encodeSlots(slots: readonly Slot[], maxBytes: number): EncodedOutcomes | Promise<EncodedOutcomes> {
    const { travelling, bytes, capsules } = this.#encodeWhatTravels(slots);
    const code = capsules.map(toReference);
    if (bytes.byteLength <= maxBytes) return { outcomes: rowsOf(travelling), values: bytes, code };
    return this.#storeLargest(travelling, maxBytes).then((stored) => ({ ...stored, code }));
  }

  async #toContinuation(end: Extract<CallEnd, { kind: 'continuation' }>): Promise<Slot> {
    const { index, attempt, stats } = end;
    try {
      if (this.#code === undefined) throw new TypeError('Expected code to encode a continuation with.');
      const work = await encodeContinuation(end.request, this.#code);
      return { outcome: { index, attempt, stats, kind: 'continuation', work } };
    } catch (error) {
      const outcome = { index, attempt, stats, kind: 'error', retryable: isRetryable(error) } as const;
      return { outcome, payload: { value: error } };
    }
  }

  #encodeWhatTravels(slots: readonly Slot[]): Travelling {
    const first = this.#encodeValues(slots);
    const isCodeRefused = first.capsules.length > 0 && this.#payload.report.to === 'monitor';
    if (first.failures.size === 0 && !isCodeRefused) return { travelling: slots, ...first };
    const withValue = slots.filter((slot) => slot.payload !== undefined);
    const reasons = new Map([...first.failures].map(([position, why]) => [withValue[position], why]));
    const sendable = slots.map((slot) => this.#insteadOf(slot, reasons.get(slot)));
    const travelling = isCodeRefused ? sendable.map((slot) => this.#withoutCode(slot)) : sendable;
    return { travelling, ...this.#encodeValues(travelling) };
  }

  /** The client never evaluates what lay in a bucket or a broker, whoever wrote it. */
  #withoutCode(slot: Slot): Slot {
    return this.#encodeValues([slot]).capsules.length === 0 ? slot : this.#insteadOf(slot, codeInResult);
  }

  #insteadOf(slot: Slot, why: Error | undefined): Slot {
    if (why === undefined) return slot;
    const { index, attempt, stats, kind } = slot.outcome;
    if (kind === 'error' && slot.payload !== undefined) {
      const value = portableError(slot.payload.value, why, (part) => this.#travels(part));
      return { outcome: slot.outcome, payload: { value } };
    }
    const code = isLithopsError(why) ? why.code : 'LITHOPS_VALUE';
    return { outcome: { index, attempt, stats, kind: 'failure', failure: { code, message: why.message } } };
  }

  #travels(value: unknown): boolean {
    return this.#encodeAll([value]).failures.size === 0;
  }

  #encodeValues(slots: readonly Slot[]): EncodedValues {
    return this.#encodeAll(slots.flatMap((slot) => (slot.payload === undefined ? [] : [slot.payload.value])));
  }

  #encodeAll(values: readonly unknown[]): EncodedValues {
    if (this.#code === undefined || values.length === 0) return NO_VALUES;
    try {
      return this.#code.encode(values, { path: () => 'result' });
    } catch (error) {
      return this.#failuresOf(values, error);
    }
  }

  /** A value that throws when it is looked at (a getter, a revoked proxy) fails by itself, and not those beside it. */
  #failuresOf(values: readonly unknown[], thrown: unknown): EncodedValues {
    const failures = new Map<number, Error>();
    if (values.length === 1) failures.set(0, throwsWhenRead(thrown));
    else
      for (const [position, value] of values.entries()) {
        const failure = this.#encodeAll([value]).failures.get(0);
        if (failure !== undefined) failures.set(position, failure);
      }
    if (failures.size === 0) throw thrown;
    return { ...NO_VALUES, failures };
  }

  /** Values over their share of the reply go to storage; the rest stays in the report. */
  async #storeLargest(
    slots: readonly Slot[],
    maxBytes: number,
  ): Promise<Pick<Report, 'outcomes' | 'values'>> {
    const share = maxBytes / (2 * slots.length);
    const kept = await Promise.all(slots.map((slot) => this.#storeIfLarger(slot, share)));
    return { outcomes: rowsOf(kept), values: this.#encodeValues(kept).bytes };
  }

  async #storeIfLarger(slot: Slot, maxBytes: number): Promise<Slot> {
    if (slot.payload === undefined) return slot;
    const { bytes } = this.#encodeValues([slot]);
    if (bytes.byteLength <= maxBytes) return slot;
    return { outcome: { ...slot.outcome, stored: await this.#store(slot.outcome, bytes) } };
  }

  #store({ index, attempt }: ReportedOutcome, bytes: Uint8Array<ArrayBuffer>): Promise<StoredValue> {
    return this.#put(resultKey(this.#payload, index, attempt), bytes);
  }

  /** A report that no reply can carry, whatever makes it so large: work handed over, code, many outcomes. */
  storeReport(bytes: Uint8Array<ArrayBuffer>): Promise<StoredValue> {
    return this.#put(replyKey(this.#payload, this.#payload.activationId), bytes);
  }

  async #put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<StoredValue> {
    const storage = await this.#openStorage();
    await storage.put(this.#payload.storage.bucket, key, bytes);
    return { key, sha256: createHash('sha256').update(bytes).digest('hex') };
  }
}

interface Travelling {
  readonly travelling: readonly Slot[];
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly capsules: readonly Capsule[];
}

const codeInResult = new LithopsError({
  code: 'LITHOPS_CODE_IN_RESULT',
  message:
    'The result holds a function or class that was made in the worker. Such code comes back on direct replies only: ' +
    'return data, define it in the program that calls map, or use monitoring: direct.',
});

function throwsWhenRead(thrown: unknown): Error {
  return new Error(`Expected a value that can be read, got one that throws when it is: ${messageOf(thrown)}`);
}

function rowsOf(slots: readonly Slot[]): OutcomeRows {
  return OutcomeRows.of(slots.map((slot) => slot.outcome));
}

function toReference({ hash, bytes }: Capsule): CodeReference {
  return { hash, bytes };
}

function isThere(slot: Slot | Promise<Slot>): slot is Slot {
  return !isThenable(slot);
}

function toSlot(end: Exclude<CallEnd, { kind: 'continuation' }>): Slot {
  const { index, attempt, stats } = end;
  switch (end.kind) {
    case 'value':
      return { outcome: { index, attempt, stats, kind: 'value' }, payload: { value: end.value } };
    case 'error':
      return {
        outcome: { index, attempt, stats, kind: 'error', retryable: isRetryable(end.error) },
        payload: { value: end.error },
      };
    case 'failure':
      return { outcome: { index, attempt, stats, kind: 'failure', failure: end.failure } };
  }
}
