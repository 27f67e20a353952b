/**
 * Where an object may be cut: behind an occurrence of the newline, unless another occurrence begins in the n − 1 bytes
 * before it (n: bytes of the newline).
 *
 * Why that is right: who splits from left to right at occurrences that do not overlap passes over an occurrence only if
 * it overlaps one that was taken, which begins in the n − 1 bytes before it. Where none begins there, the occurrence is
 * taken, wherever the splitting began. So every cut is a place where the lines of the whole are split; and as a part
 * begins at a cut (or at 0), its own lines are the lines of the whole.
 *
 * Why it is enough to look back 2n − 1 bytes: the first cut at or behind `p` ends an occurrence that begins at `p` − n or
 * later, and what could forbid it begins at `p` − n − (n − 1) or later.
 *
 * Newlines that cannot overlap themselves ("\n", "\r\n") are cut at every occurrence; of "\n\n" in a run of newlines, only
 * the first counts.
 */
export class CutFinder {
  readonly #newline: Buffer;
  readonly #from: number;
  /** The last n − 1 bytes seen, and where they begin. */
  #kept: Uint8Array = Buffer.alloc(0);
  #keptAt: number;
  /** Where the last occurrence begins. */
  #previous = Number.NEGATIVE_INFINITY;

  /** @param from - the first cut at or behind this byte is looked for. */
  constructor(newline: Buffer, from: number) {
    this.#newline = newline;
    this.#from = from;
    this.#keptAt = CutFinder.lookBackTo(newline, from);
  }

  /** The first byte that a finder must see. */
  static lookBackTo(newline: Buffer, from: number): number {
    return Math.max(0, from - 2 * newline.length + 1);
  }

  /** Looks at the bytes that follow those it has seen. `undefined`: no cut up to their end. */
  find(chunk: Uint8Array): number | undefined {
    const size = this.#newline.length;
    const seen = Buffer.concat([this.#kept, chunk]);
    for (let at = seen.indexOf(this.#newline); at !== -1; at = seen.indexOf(this.#newline, at + 1)) {
      const begin = this.#keptAt + at;
      const isCut = begin - this.#previous >= size;
      this.#previous = begin;
      if (isCut && begin + size >= this.#from) return begin + size;
    }
    const keep = Math.min(size - 1, seen.length);
    this.#keptAt += seen.length - keep;
    this.#kept = seen.subarray(seen.length - keep);
    return undefined;
  }
}
