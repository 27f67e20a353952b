import { describe, expect, it } from 'vitest';
import { capture } from '../../src/index.js';
import { RemoteJob, remote } from '../support/remote.js';

let counterOfModule = 1;
const tableOfModule = new Map([['a', 1]]);
function setCounter(value: number): void {
  counterOfModule = value;
}

describe('what a function closes over', () => {
  it('loop variables: each closure has its own', async () => {
    const functions: (() => number)[] = [];
    for (let index = 0; index < 3; index += 1) functions.push(() => index * 10);
    for (const value of [7]) functions.push(() => value);
    expect(await Promise.all(functions.map((fn) => remote(fn)))).toEqual([0, 10, 20, 7]);
  });

  it('a let is taken as it is at the call, not as it is later', async () => {
    let state = 'before';
    const job = new RemoteJob(() => state);
    state = 'after';
    expect(await job.call()).toBe('before');
    expect(await remote(() => state)).toBe('after');
  });

  it('a let of the module, as other functions of the module have set it', async () => {
    setCounter(41);
    expect(await remote(() => counterOfModule + (tableOfModule.get('a') ?? 0))).toBe(42);
  });

  it('several levels of nesting', async () => {
    const outer = (a: number) => {
      const b = a + 1;
      return (c: number) => {
        const d = { value: c };
        return () => {
          const e = 1000;
          return (f: number) => a + b + c + d.value + e + f;
        };
      };
    };
    expect(await remote(outer(1)(10)(), 5)).toBe(1 + 2 + 10 + 10 + 1000 + 5);
  });

  it('shadowed names: the nearest counts, and each function has its own', async () => {
    const name = 'outer';
    const make = (name: string) => {
      const inner = () => {
        const own = name;
        {
          const name = 'block';
          return [own, name];
        }
      };
      return inner;
    };
    const outer = () => name;
    const inner = make('parameter');
    expect(await remote(() => [outer(), ...inner()])).toEqual(['outer', 'parameter', 'block']);
  });

  it('a variable that hides a global', async () => {
    const queueMicrotask = () => 'mine';
    expect(await remote(() => queueMicrotask())).toBe('mine');
  });

  it('default parameters that refer to captured values and to each other', async () => {
    const base = 5;
    const pick = (a = base, b = a * 2, { c = b + 1, ...rest } = {} as { c?: number; d?: number }) => [
      a,
      b,
      c,
      rest,
    ];
    expect(await remote(pick)).toEqual([5, 10, 11, {}]);
    expect(await remote(pick, 1, 2, { d: 4 })).toEqual([1, 2, 3, { d: 4 }]);
  });

  it('destructured names, of objects and arrays, renamed, with defaults and rest', async () => {
    const {
      a: renamed,
      nested: { deep = 'default' } = {},
      ...others
    } = { a: 1, nested: {} as { deep?: string }, x: 9 };
    const [first, , third = 3, ...rest] = [1, 2, undefined, 4, 5];
    expect(await remote(() => [renamed, deep, others, first, third, rest])).toEqual([
      1,
      'default',
      { x: 9 },
      1,
      3,
      [4, 5],
    ]);
  });

  it('names that need care in generated code', async () => {
    const $ = 1;
    const _ = 2;
    const ünïcödé = 3;
    const of = 4;
    const get = 5;
    const exports = 6;
    const require = 7;
    const module = 8;
    expect(await remote(() => [$, _, ünïcödé, of, get, exports, require, module])).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it('names of one letter, as minified programs have them', async () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z] = letters;
    const all = () => [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z];
    expect(await remote(all)).toEqual(letters);
  });

  it('a variable of a catch clause and of a switch', async () => {
    const make = (kind: number) => {
      switch (kind) {
        case 1: {
          const inCase = 'case';
          return () => inCase;
        }
        default:
          try {
            throw new Error('caught');
          } catch (error) {
            return () => (error instanceof Error ? error.message : '');
          }
      }
    };
    expect(await remote(make(1))).toBe('case');
    expect(await remote(make(2))).toBe('caught');
  });

  it('undefined, and a variable that was never assigned', async () => {
    let unassigned: number | undefined;
    const nothing = undefined;
    expect(await remote(() => [unassigned, nothing])).toEqual([undefined, undefined]);
    unassigned = 1;
  });

  it('typeof of a name that exists nowhere', async () => {
    // @ts-expect-error there is no such global, which is what is asked
    expect(await remote(() => typeof nobodyDeclaredThis)).toBe('undefined');
  });
});

describe('symbols as keys', () => {
  it('well-known, registered, and of the program itself', async () => {
    const own = Symbol('own');
    const object = { [own]: 1, [Symbol.for('test.shared')]: 2, [Symbol.toStringTag]: 'Tagged' };
    expect(await remote(() => [object[own], object[Symbol.for('test.shared')], String(object)])).toEqual([
      1,
      2,
      '[object Tagged]',
    ]);
  });
});

describe('functions that refer to each other', () => {
  it('recursion, by declaration and by the name of the expression', async () => {
    function factorial(n: number): number {
      return n < 2 ? 1 : n * factorial(n - 1);
    }
    const fibonacci = function self(n: number): number {
      return n < 2 ? n : self(n - 1) + self(n - 2);
    };
    expect(await remote(factorial, 10)).toBe(3628800);
    expect(await remote(fibonacci, 15)).toBe(610);
  });

  it('mutual recursion', async () => {
    const isEven = (n: number): boolean => n === 0 || isOdd(n - 1);
    const isOdd = (n: number): boolean => n !== 0 && isEven(n - 1);
    expect(await remote(isEven, 100)).toBe(true);
    expect(await remote(isOdd, 100)).toBe(false);
  });

  it('a chain through several functions of the file, used before they are declared', async () => {
    expect(await remote(first, 1)).toBe('1 second third');
  });

  it('two functions that share a let share it after loading', async () => {
    const make = () => {
      let count = 0;
      return { add: () => ++count, read: () => count };
    };
    const { add, read } = make();
    expect(
      await remote(() => {
        add();
        add();
        return read();
      }),
    ).toBe(2);
  });

  it('two instances of the same closure do not share', async () => {
    const make = (start: number) => {
      let count = start;
      return () => ++count;
    };
    const one = make(0);
    const two = make(100);
    expect(await remote(() => [one(), one(), two()])).toEqual([1, 2, 101]);
  });

  it('shared objects stay shared, and cycles stay cycles', async () => {
    const shared = { value: 1 };
    const left = () => shared;
    const right = () => shared;
    const ring: { self?: unknown; left: unknown } = { left };
    ring.self = ring;
    expect(await remote(() => [left() === right(), ring.self === ring, ring.left === left])).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('the capsule', () => {
  it('of the same function with the same values has the same hash, and another one with others', () => {
    const make = (value: unknown) => () => value;
    expect(capture(make(1)).hash).toBe(capture(make(1)).hash);
    expect(capture(make(1)).hash).not.toBe(capture(make(2)).hash);
  });

  it('has a SHA-256 of its bytes as its name', async () => {
    const { createHash } = await import('node:crypto');
    const capsule = capture(() => 1);
    expect(capsule.hash).toBe(createHash('sha256').update(capsule.bytes).digest('hex'));
  });
});

function first(value: number): string {
  return `${value} ${second()}`;
}
function second(): string {
  return `second ${third()}`;
}
const third = () => 'third';
