/** Something that is opened when first needed. What failed is tried again; whoever waited for it meets the error. */
export class Once<T> {
  readonly #open: () => T | Promise<T>;
  #opened: Promise<T> | undefined;

  constructor(open: () => T | Promise<T>) {
    this.#open = open;
  }

  /** What was opened so far, or is being opened. */
  get opened(): Promise<T> | undefined {
    return this.#opened;
  }

  open(): Promise<T> {
    if (this.#opened === undefined) {
      const opened = Promise.resolve().then(() => this.#open());
      this.#opened = opened;
      opened.catch(() => {
        if (this.#opened === opened) this.#opened = undefined;
      });
    }
    return this.#opened;
  }
}
