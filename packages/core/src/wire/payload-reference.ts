import type { StorageReference } from './activation-payload.js';
import { garbage, isRecord, packEnvelope, unpackEnvelope } from './envelope.js';

/**
 * Stands for payloads that lie in storage: one too large for the platform, or those of a whole job. They are sealed with
 * `seal`, which travels only here, so that nobody who can merely write to the bucket can make a worker run something.
 */
export interface PayloadReference {
  readonly executorId: string;
  readonly jobId: string;
  /** Number of the data segment that activation 0 reads; activation `i` reads the one `i` behind it. */
  readonly firstSegment: number;
  readonly seal: string;
  readonly storage: StorageReference;
}

export function encodeReference(reference: PayloadReference): Uint8Array<ArrayBuffer> {
  return packEnvelope({ reference }, []);
}

/** The reference that these bytes are; `undefined` when they are a payload themselves. */
export function decodeReference(bytes: Uint8Array<ArrayBuffer>): PayloadReference | undefined {
  const { reference } = unpackEnvelope(bytes).header;
  if (reference === undefined) return undefined;
  if (!isReference(reference)) throw garbage('a payload reference that is incomplete');
  return reference;
}

function isReference(value: unknown): value is PayloadReference {
  return (
    isRecord(value) &&
    typeof value['executorId'] === 'string' &&
    typeof value['jobId'] === 'string' &&
    typeof value['seal'] === 'string' &&
    Number.isSafeInteger(value['firstSegment']) &&
    isRecord(value['storage'])
  );
}
