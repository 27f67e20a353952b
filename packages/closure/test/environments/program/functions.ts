import * as path from 'node:path';
import { basename as nameOf } from 'node:path';
import { capture, load } from '@lithops/closure';
import { Decimal } from 'decimal.js';
import ms from 'ms';
import known, { configure, Money, Price, TooDear, withTax } from './helper.js';

configure('de', '19');
configure('fr', '20');

const prices = [new Price(150, 'tea'), new Price(250, 'coffee')];
const isEven = (n: number): boolean => n === 0 || isOdd(n - 1);
const isOdd = (n: number): boolean => n !== 0 && isEven(n - 1);
let total = 0;

function counters(): (() => number)[] {
  const all: (() => number)[] = [];
  for (let index = 0; index < 3; index += 1) all.push(() => index + total);
  return all;
}

function* upTo(limit: number): Generator<number> {
  for (let value = 1; value <= limit; value += 1) yield value;
}

/** What is captured in one process and run in another: name → function of no parameters. */
export const functions: Readonly<Record<string, () => unknown>> = {
  closures: () => counters().map((count) => count()),
  modules: () => [withTax(100), withTax(10, 'fr'), known()],
  packages: () => [new Decimal('0.1').plus('0.2').toString(), ms('2 days')],
  builtins: () => [path.join('a', 'b'), nameOf('/x/y.txt')],
  classes: () => [
    prices.map(({ label, euros }) => [label, euros]),
    new Price(1, 'x') instanceof Money,
    Money.made,
  ],
  recursion: () => [isEven(10), isOdd(10)],
  generators: () => [...upTo(4)],
  dynamic: async () => (await import('node:path')).posix.sep,
  nested: async () => {
    const half = new Decimal(1).div(2);
    const inner = await load<() => string>(capture(() => half.plus('0.25').toString()));
    return inner();
  },
  errors: () => {
    try {
      throw new TooDear('far');
    } catch (error) {
      return error instanceof TooDear ? `${error.name}: ${error.message}` : 'another class';
    }
  },
};

/** Whose stack is read in the program, after it ran elsewhere. */
export function fails(): never {
  throw new TooDear('thrown here');
}
total = 40;
