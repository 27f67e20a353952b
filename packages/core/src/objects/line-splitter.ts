/** Splits a stream of bytes at a newline and decodes the lines, a block at a time. */
export class LineSplitter {
  readonly #text: string;
  readonly #newline: Buffer;
  readonly #overlapsItself: boolean;
  /** What is no UTF-8 becomes U+FFFD when it is decoded, and so could become a newline. */
  readonly #isAmbiguous: boolean;
  /** The line that has not ended yet. */
  #pending: Uint8Array[] = [];
  /** Its last bytes, as far as a newline may begin in them. */
  #edge: Uint8Array = Buffer.alloc(0);

  constructor(newline: string) {
    this.#text = newline;
    this.#newline = Buffer.from(newline);
    this.#overlapsItself = overlaps(this.#newline);
    this.#isAmbiguous = newline.includes('\uFFFD');
  }

  /** The lines that end in this chunk. */
  push(chunk: Uint8Array): readonly string[] {
    const edge = Buffer.concat([this.#edge, chunk]);
    this.#pending.push(chunk);
    if (edge.indexOf(this.#newline) === -1) {
      this.#keepEdge(edge);
      return [];
    }
    const bytes = this.#pending.length === 1 ? asBuffer(chunk) : Buffer.concat(this.#pending);
    const { lines, rest } = this.#split(bytes);
    this.#pending = rest.length === 0 ? [] : [rest];
    this.#keepEdge(rest);
    return lines;
  }

  /** The last line, when no newline ends it. */
  end(): readonly string[] {
    const rest = Buffer.concat(this.#pending);
    return rest.length === 0 ? [] : [rest.toString()];
  }

  #keepEdge(bytes: Buffer): void {
    this.#edge = bytes.subarray(Math.max(0, bytes.length - this.#newline.length + 1));
  }

  /** From left to right, as `String.split` does. */
  #split(bytes: Buffer): { readonly lines: readonly string[]; readonly rest: Buffer } {
    const end = this.#endOfLast(bytes);
    const ended = bytes.subarray(0, end - this.#newline.length);
    const lines = this.#isAmbiguous ? this.#splitBytes(ended) : ended.toString().split(this.#text);
    return { lines, rest: bytes.subarray(end) };
  }

  /** The end of the last newline, when newlines are taken from left to right. */
  #endOfLast(bytes: Buffer): number {
    if (!this.#overlapsItself) return bytes.lastIndexOf(this.#newline) + this.#newline.length;
    let end = 0;
    for (let at = bytes.indexOf(this.#newline); at !== -1; at = bytes.indexOf(this.#newline, end)) {
      end = at + this.#newline.length;
    }
    return end;
  }

  #splitBytes(bytes: Buffer): readonly string[] {
    const lines: string[] = [];
    let start = 0;
    for (let at = bytes.indexOf(this.#newline); at !== -1; at = bytes.indexOf(this.#newline, start)) {
      lines.push(bytes.toString('utf8', start, at));
      start = at + this.#newline.length;
    }
    lines.push(bytes.toString('utf8', start));
    return lines;
  }
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Can two occurrences have bytes in common? Then its beginning is its end, too: "aa", "abab". */
function overlaps(newline: Buffer): boolean {
  for (let shift = 1; shift < newline.length; shift++) {
    if (newline.subarray(shift).equals(newline.subarray(0, newline.length - shift))) return true;
  }
  return false;
}
