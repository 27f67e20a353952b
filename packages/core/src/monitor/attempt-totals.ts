/** What all attempts of a job that reported took together, those that failed included: they are paid for, too. */
export class AttemptTotals {
  #attempts = 0;
  #execMs = 0;
  #maxExecMs = 0;
  #peakMemoryMb = 0;
  #usd: number | undefined;
  #usdOf: (execMs: number) => number | undefined = () => undefined;

  /** @param usdOf US dollars for an attempt of that length, milliseconds; `undefined`: nobody knows */
  price(usdOf: (execMs: number) => number | undefined): void {
    this.#usdOf = usdOf;
  }

  /** @param isBilled its platform has told what it costs */
  add(execMs: number, peakMemoryMb: number, isBilled = false): void {
    this.#attempts++;
    this.#execMs += execMs;
    if (execMs > this.#maxExecMs) this.#maxExecMs = execMs;
    if (peakMemoryMb > this.#peakMemoryMb) this.#peakMemoryMb = peakMemoryMb;
    const usd = isBilled ? undefined : this.#usdOf(execMs);
    if (usd !== undefined) this.bill(usd);
  }

  /** What an activation cost, US dollars, whatever came of it. */
  bill(usd: number): void {
    this.#usd = (this.#usd ?? 0) + usd;
  }

  /** In the functions, milliseconds; `undefined` while nothing has reported. */
  get execMs(): number | undefined {
    return this.#attempts === 0 ? undefined : this.#execMs;
  }

  /** Of the longest attempt, milliseconds. */
  get maxExecMs(): number | undefined {
    return this.#attempts === 0 ? undefined : this.#maxExecMs;
  }

  /** Of the largest worker process, MB. */
  get peakMemoryMb(): number | undefined {
    return this.#attempts === 0 ? undefined : this.#peakMemoryMb;
  }

  get usd(): number | undefined {
    return this.#usd;
  }
}
