/** Events on their way to the one who reads them with `for await`, in order, none twice. Ends when closed. */
export class EventQueue<E> implements AsyncIterable<E> {
  readonly #events: E[] = [];
  #isClosed = false;
  #wake: (() => void) | undefined;

  push(event: E): void {
    if (this.#isClosed) return;
    this.#events.push(event);
    this.#wake?.();
  }

  /** What was not read yet is dropped. */
  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<E, void, undefined> {
    while (!this.#isClosed) {
      const events = this.#events.splice(0);
      for (const event of events) {
        if (this.#isClosed) return;
        yield event;
      }
      if (events.length === 0) await this.#changed();
    }
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
