const KEPT_BYTES = 4096;

/** The end of a text that may be long. */
export class TextTail {
  #bytes: Buffer = Buffer.alloc(0);

  add(piece: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, piece]).subarray(-KEPT_BYTES);
  }

  get text(): string {
    return this.#bytes.toString().trim();
  }
}
