/** Splits a stream of bytes at a newline and decodes the lines, a block at a time. */
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

  /** From left to right, as `String.split` does; on bytes, as what is no UTF-8 could become the newline when decoded. */
  #split(bytes: Buffer): { readonly lines: readonly string[]; readonly rest: Buffer } {
    const lines: string[] = [];
    let start = 0;
    for (let at = bytes.indexOf(this.#newline); at !== -1; ) {
      lines.push(bytes.toString('utf8', start, at));
      start = at + this.#newline.length;
      at = bytes.indexOf(this.#newline, start);
    }
    return { lines, rest: bytes.subarray(start) };
  }
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
