import { garbage, isNumbers, isRecord, packEnvelope, seal, unpackEnvelope, unseal } from '../wire/index.js';

/** One stored item of a job's input, encoded; or why there is none. */
export interface StoredItem {
  readonly index: number;
  readonly kind: 'item' | 'failure';
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Hashes of the capsules that it needs, in the order in which they must be loaded. */
  readonly code: readonly string[];
}

/** Some of a job's input, in the order in which it was read. */
export interface Segment {
  readonly items: readonly StoredItem[];
  /** The input ended here. */
  readonly done: boolean;
}

/** Sealed, so that nobody who can only write to the bucket makes workers work. The number keeps segments in their places. */
export function encodeSegment(
  { items, done }: Segment,
  number: number,
  key: string,
): Uint8Array<ArrayBuffer> {
  const rows = items.map(({ index, kind, code }) => [index, kind, ...code]);
  return seal(
    packEnvelope(
      { segment: number, rows, done },
      items.map(({ bytes }) => bytes),
    ),
    key,
  );
}

/** @throws {LithopsError} `LITHOPS_PROTOCOL` for what was not stored there by this job. */
export function decodeSegment(sealed: Uint8Array<ArrayBuffer>, number: number, key: string): Segment {
  const { header, parts } = unpackEnvelope(unseal(sealed, key));
  const { segment, rows, done } = header;
  if (!isRecord(header) || segment !== number || !Array.isArray(rows) || rows.length !== parts.length)
    throw garbage('something else than this part of the input');
  return { items: rows.map((row: unknown, position) => toItem(row, parts[position])), done: done === true };
}

function toItem(row: unknown, bytes: Uint8Array<ArrayBuffer> | undefined): StoredItem {
  if (!Array.isArray(row) || bytes === undefined) throw garbage('an item without its number');
  const [index, kind, ...code]: unknown[] = row;
  if (!isNumbers([index]) || (kind !== 'item' && kind !== 'failure'))
    throw garbage('an item without its number');
  return { index: Number(index), kind, bytes, code: code.map(String) };
}
