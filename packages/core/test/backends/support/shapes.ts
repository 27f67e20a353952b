/** A class of the user's own, with private state, that travels both ways. */
export class Money {
  readonly #cents: number;
  readonly currency: string;

  constructor(cents: number, currency: string) {
    this.#cents = cents;
    this.currency = currency;
  }

  get cents(): number {
    return this.#cents;
  }

  times(factor: number): Money {
    return new Money(this.#cents * factor, this.currency);
  }
}

/** An error of the user's own. */
export class OutOfStock extends Error {
  override readonly name = 'OutOfStock';
  readonly article: string;

  constructor(article: string) {
    super(`No ${article} left`);
    this.article = article;
  }
}

export function sell(article: string): never {
  throw new OutOfStock(article);
}
