/** Splits a stream of bytes at a newline, from left to right, and decodes the lines. */
export class LineSplitter {
  readonly #newline: Buffer;
  /** The line that has not ended yet. */
  #pending: Uint8Array[] = [];
  /** Its last bytes, as far as a newline may begin in them. */
  #edge: Uint8Array = Buffer.alloc(0);

  constructor(newline: string) {
    this.#newline = Buffer.from(newline);
  }

  /** The lines that end in this chunk. */
  push(chunk: Uint8Array): readonly string[] {
    const edge = Buffer.concat([this.#edge, chunk]);
    this.#pending.push(chunk);
    if (edge.indexOf(this.#newline) === -1) {
      this.#keepEdge(edge);
      return [];
    }
    const { lines, rest } = this.#split(Buffer.concat(this.#pending));
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

  /**
   * Line by line, although to decode a block and split the text is a little faster: such lines would keep the text of their
   * block in memory, and who collects one of each block would collect the object. Besides, what is no UTF-8 could become
   * a newline when it is decoded.
   */
  #split(bytes: Buffer): { readonly lines: readonly string[]; readonly rest: Buffer } {
    const lines: string[] = [];
    let start = 0;
    for (let at = bytes.indexOf(this.#newline); at !== -1; at = bytes.indexOf(this.#newline, start)) {
      lines.push(bytes.toString('utf8', start, at));
      start = at + this.#newline.length;
    }
    return { lines, rest: bytes.subarray(start) };
  }
}
