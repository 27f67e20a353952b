/**
 * The calls that an activation still owes, in the order in which its worker takes them, each with the attempt that it is.
 * Workers end calls in that order, so the next to leave is nearly always the first.
 */
export class OpenCalls implements Iterable<number> {
  readonly #indexes: readonly number[];
  readonly #attempts: readonly number[];
  readonly #hasLeft: Uint8Array;
  /** Where the first open call may be. */
  #first = 0;
  #size: number;
  /** Made when calls leave out of order. */
  #positions: ReadonlyMap<number, number> | undefined;

  constructor(indexes: readonly number[], attempts: readonly number[]) {
    this.#indexes = indexes;
    this.#attempts = attempts;
    this.#hasLeft = new Uint8Array(indexes.length);
    this.#size = indexes.length;
  }

  get size(): number {
    return this.#size;
  }

  /** The one that the worker is at; `undefined` when all have left. */
  get first(): number | undefined {
    while (this.#hasLeft[this.#first] === 1) this.#first++;
    return this.#indexes[this.#first];
  }

  /** @returns whether it was open */
  delete(index: number): boolean {
    return this.#leave(this.#position(index));
  }

  /** As {@link delete}, when it is that attempt of the call that is open here. */
  deleteAttempt(index: number, attempt: number): boolean {
    const position = this.#position(index);
    return (this.#attempts[position] ?? 1) === attempt && this.#leave(position);
  }

  /** Whether that attempt of the call is open here. */
  hasAttempt(index: number, attempt: number): boolean {
    const position = this.#position(index);
    return this.#hasLeft[position] === 0 && (this.#attempts[position] ?? 1) === attempt;
  }

  clear(): void {
    this.#hasLeft.fill(1);
    this.#size = 0;
  }

  *[Symbol.iterator](): Iterator<number> {
    for (let position = this.#first; position < this.#indexes.length; position++) {
      const index = this.#indexes[position];
      if (index !== undefined && this.#hasLeft[position] === 0) yield index;
    }
  }

  /** -1: the call is none of this activation's. */
  #position(index: number): number {
    if (this.first === index) return this.#first;
    this.#positions ??= new Map(this.#indexes.map((each, position) => [each, position]));
    return this.#positions.get(index) ?? -1;
  }

  #leave(position: number): boolean {
    if (this.#hasLeft[position] !== 0) return false;
    this.#hasLeft[position] = 1;
    this.#size--;
    return true;
  }
}
