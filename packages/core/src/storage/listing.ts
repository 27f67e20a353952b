/**
 * A listing to come: `await` it for an array, `for await` it to read page by page without holding more than one.
 * Nothing is asked of the store before either; every `for await` lists anew.
 */
export interface Listing<T> extends Promise<T[]>, AsyncIterable<T> {}

/** Makes a {@link Listing} of what `pages` yields, called once per reading. */
export function listing<T>(pages: () => AsyncIterable<readonly T[]>): Listing<T> {
  return new PagedListing(pages);
}

class PagedListing<T> implements Listing<T> {
  readonly [Symbol.toStringTag] = 'Listing';
  readonly #pages: () => AsyncIterable<readonly T[]>;
  #all: Promise<T[]> | undefined;

  constructor(pages: () => AsyncIterable<readonly T[]>) {
    this.#pages = pages;
  }

  // biome-ignore lint/suspicious/noThenProperty: a listing is awaited for all of its elements.
  then<A = T[], B = never>(
    onFulfilled?: ((value: T[]) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#collect().then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T[] | B> {
    return this.#collect().catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T[]> {
    return this.#collect().finally(onFinally);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.#pages()) yield* page;
  }

  #collect(): Promise<T[]> {
    this.#all ??= collect(this.#pages());
    return this.#all;
  }
}

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) for (const element of page) all.push(element);
  return all;
}
