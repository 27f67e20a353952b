import { describe, expect, it } from 'vitest';
import { capture } from '../capture/capture.js';
import { CodeSpace } from './code-space.js';

class Account {
  #balance: number;
  constructor(balance: number) {
    this.#balance = balance;
  }
  get balance(): number {
    return this.#balance;
  }
}

const code = CodeSpace.of(capture((account: Account) => new Account(account.balance)));
const bytes = (value: unknown) => code.encode([value]).bytes;
const isSame = (left: unknown, right: unknown) => code.isSame(bytes(left), bytes(right));

/** An array that V8 keeps as one that may have holes. */
function holey<T>(...items: T[]): T[] {
  const array: T[] = new Array(items.length);
  for (const [i, item] of items.entries()) array[i] = item;
  return array;
}

describe('encodings of the same values', () => {
  it('are known though their bytes differ', () => {
    expect(Buffer.from(bytes(holey(1, 2))).equals(bytes([1, 2]))).toBe(false);
    expect(isSame(holey(1, 2), [1, 2])).toBe(true);
    expect(isSame({ a: holey('x'), b: new Date(5) }, { a: ['x'], b: new Date(5) })).toBe(true);
    expect(isSame(new Account(3), new Account(3))).toBe(true);
  });

  it.each([
    ['numbers', 1, 2],
    ['zeros', 0, -0],
    ['holes', [1, undefined], Object.assign(new Array(2), [1])],
    ['kinds', new Set([1]), [1]],
    ['keys', { a: 1 }, { a: 1, b: undefined }],
    ['private fields', new Account(3), new Account(4)],
  ])('are told apart by their %s', (_, left, right) => {
    expect(isSame(left, right)).toBe(false);
  });
});
