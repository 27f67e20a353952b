import { capsuleParts, capture } from '@lithops/closure';
import { expect, it } from 'vitest';

class Basket {
  #items = 1;
  readonly prices: readonly number[];
  constructor(prices: readonly number[]) {
    this.prices = prices;
  }
  sum(): number {
    return this.prices.length * this.#items;
  }
}

const rates = { list: [1, 2, 3].map((x) => x * 2), byYear: new Map([[1, { a: [1.5, 2] }]]), text: 'text' };

function helper(x: number): number {
  return x + rates.list.length;
}

/** Code as it is in programs: classes, private fields, helpers, all kinds of numbers. */
function newFunction() {
  const basket = new Basket([1, 2.5, 3]);
  return (x: number) => [basket.sum(), helper(x), rates.byYear.get(1)];
}

it('the same function has the same hash, however often V8 has compiled the capture meanwhile', () => {
  const [first, parts] = [capture(newFunction()), capsuleParts(capture(newFunction()))];
  for (let time = 0; time < 1000; time++) expect(capture(newFunction()).hash).toBe(first.hash);
  expect(capsuleParts(capture(newFunction()))).toEqual(parts);
}, 60_000);
