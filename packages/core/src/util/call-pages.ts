/** Large enough that pages cost nothing, small enough that what was read soon gives its memory back. */
const PAGE_CALLS = 256;

/** What a page has at least: how many of its calls have something in it. */
export interface CallPage {
  held: number;
}

/**
 * Something per call, by its number. Calls come and go roughly in order, so they lie in pages, each of which is dropped
 * with the last of its calls: a fraction of what a `Map` costs per call, in time and in memory. What a page holds lies in
 * arrays that grow as they are filled, because most jobs have one call.
 */
export class CallPages<P extends CallPage> {
  readonly #make: () => P;
  readonly #pages = new Map<number, P>();
  /** The page used last: calls that follow each other are asked for one after the other. */
  #latestNumber = -1;
  #latest: P | undefined;

  constructor(make: () => P) {
    this.#make = make;
  }

  /** The page of a call, if there is one. */
  find(index: number): P | undefined {
    const number = Math.floor(index / PAGE_CALLS);
    if (number === this.#latestNumber) return this.#latest;
    const page = this.#pages.get(number);
    if (page !== undefined) this.#remember(number, page);
    return page;
  }

  /** The page of a call, made if need be. */
  open(index: number): P {
    const known = this.find(index);
    if (known !== undefined) return known;
    const number = Math.floor(index / PAGE_CALLS);
    const page = this.#make();
    this.#pages.set(number, page);
    this.#remember(number, page);
    return page;
  }

  /** One call less has something in its page. */
  leave(index: number, page: P): void {
    page.held--;
    if (page.held > 0) return;
    this.#pages.delete(Math.floor(index / PAGE_CALLS));
    this.#remember(-1, undefined);
  }

  #remember(number: number, page: P | undefined): void {
    this.#latestNumber = number;
    this.#latest = page;
  }
}

/** The place of a call in its page. */
export function placeOf(index: number): number {
  return index % PAGE_CALLS;
}
