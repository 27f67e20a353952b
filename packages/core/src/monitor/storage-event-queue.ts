/**
 * Events on their way to the one who reads them with `for await`, in order, none twice. Ends when closed, throws when failed,
 * and can be read again after that.
 */
export class EventQueue<E> implements AsyncIterable<E> {
  readonly #events: E[] = [];
  #isClosed = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  push(event: E): void {
    if (this.#isClosed) return;
    this.#events.push(event);
    this.#wake?.();
  }

  /** Thrown when what was pushed before has been read. */
  fail(error: unknown): void {
    this.#failure ??= { error };
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
      if (events.length > 0) continue;
      this.#throwFailure();
      await this.#changed();
    }
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
