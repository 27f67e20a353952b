const INITIAL_CAPACITY = 64;

/** A set of calls, for millions of them: one byte each. */
export class CallSet {
  #flags = new Uint8Array(INITIAL_CAPACITY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(index: number): boolean {
    return this.#flags[index] === 1;
  }

  add(index: number): void {
    if (this.has(index)) return;
    if (index >= this.#flags.length) this.#grow(index + 1);
    this.#flags[index] = 1;
    this.#size++;
  }

  /** @returns whether it was in the set */
  delete(index: number): boolean {
    if (!this.has(index)) return false;
    this.#flags[index] = 0;
    this.#size--;
    return true;
  }

  clear(): void {
    this.#flags.fill(0);
    this.#size = 0;
  }

  #grow(length: number): void {
    const flags = new Uint8Array(Math.max(length, this.#flags.length * 2));
    flags.set(this.#flags);
    this.#flags = flags;
  }
}
