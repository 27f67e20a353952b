import type { PartitionOptions } from './partition-options.js';

/** A part's share of an object, before its ends are moved to line starts. */
export interface NominalRange {
  readonly part: number;
  readonly totalParts: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** The ranges of an object's parts: together all of its bytes, each once. An empty object has one empty part, or `chunkNumber`. */
export function* nominalRanges(
  size: number,
  { chunkSize, chunkNumber }: PartitionOptions,
): Generator<NominalRange, void, undefined> {
  const totalParts = chunkNumber ?? Math.max(1, chunkSize === undefined ? 1 : Math.ceil(size / chunkSize));
  const startOf =
    chunkNumber === undefined
      ? (part: number) => Math.min(size, part * (chunkSize ?? size))
      : evenly(size, chunkNumber);
  for (let part = 0; part < totalParts; part++) {
    yield { part, totalParts, start: startOf(part), end: startOf(part + 1) };
  }
}

/** The first parts are a byte longer when it does not come out even. */
function evenly(size: number, parts: number): (part: number) => number {
  const longer = size % parts;
  const length = (size - longer) / parts;
  return (part) => part * length + Math.min(part, longer);
}
