import { CutFinder } from './cut-finder.js';
import type { ObjectPart } from './object-part.js';
import type { Bytes } from './own-bytes.js';

/**
 * Takes a part's bytes out of a stream that begins at `readFrom`: those from the first cut at or behind the nominal start
 * to the first cut at or behind the nominal end. Only head and tail are searched; what is between passes through untouched.
 */
export class PartSlicer {
  /** The first byte to be read. */
  readonly readFrom: number;
  readonly #head: CutFinder | undefined;
  readonly #tail: CutFinder | undefined;
  readonly #tailFrom: number;
  readonly #nominalEnd: number;
  #position: number;
  #begin: number | undefined;
  #isComplete = false;

  constructor({ start, end, size }: ObjectPart, newline: Buffer) {
    this.#head = start === 0 ? undefined : new CutFinder(newline, start);
    this.#tail = end === size ? undefined : new CutFinder(newline, end);
    this.#tailFrom = CutFinder.lookBackTo(newline, end);
    this.#nominalEnd = end;
    this.#begin = start === 0 ? 0 : undefined;
    this.readFrom = start === 0 ? 0 : CutFinder.lookBackTo(newline, start);
    this.#position = this.readFrom;
  }

  /** The first byte that was not seen yet. */
  get position(): number {
    return this.#position;
  }

  /** Nothing that follows belongs to the part. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** What of the next chunk belongs to the part; may be empty. */
  take(chunk: Bytes): Bytes {
    const at = this.#position;
    this.#position += chunk.byteLength;
    if (this.#isComplete) return chunk.subarray(0, 0);
    this.#begin ??= this.#head?.find(chunk);
    const cut = this.#findTail(chunk, at);
    // Nothing begins in the nominal range: a line of an earlier part goes on beyond its end.
    const reached = this.#begin ?? this.#position;
    this.#isComplete = cut !== undefined || reached >= this.#nominalEnd;
    if (reached >= this.#nominalEnd || this.#begin === undefined) return chunk.subarray(0, 0);
    return chunk.subarray(Math.max(0, this.#begin - at), cut === undefined ? undefined : cut - at);
  }

  #findTail(chunk: Bytes, at: number): number | undefined {
    if (this.#position <= this.#tailFrom) return undefined;
    return this.#tail?.find(chunk.subarray(Math.max(0, this.#tailFrom - at)));
  }
}
