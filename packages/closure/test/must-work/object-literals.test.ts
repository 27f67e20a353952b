import { describe, expect, it } from 'vitest';
import { remote } from '../support/remote.js';

describe('object literals', () => {
  it('this in methods and accessors', async () => {
    const counter = {
      count: 1,
      add() {
        this.count += 1;
        return this;
      },
      get double() {
        return this.count * 2;
      },
      set double(value: number) {
        this.count = value / 2;
      },
    };
    expect(
      await remote(() => {
        counter.add().double += 2;
        return [counter.count, counter.double];
      }),
    ).toEqual([3, 6]);
  });

  it('a getter is not called by capture', async () => {
    let calls = 0;
    const lazy = {
      get value() {
        calls += 1;
        return calls;
      },
    };
    expect(await remote(() => lazy.value)).toBe(1);
    expect(calls).toBe(0);
  });

  it('super in methods', async () => {
    const base = { greet: () => 'hello' };
    const polite = {
      __proto__: base,
      greet(): string {
        return `${super.greet()}, please`;
      },
    };
    expect(await remote(() => polite.greet())).toBe('hello, please');
  });

  it('methods with computed, numeric and quoted names, async and generator methods', async () => {
    const key = 'computed';
    const object = {
      [`${key}Name`]: () => 1,
      42() {
        return 2;
      },
      'quoted name'() {
        return 3;
      },
      async later() {
        return 4;
      },
      *many() {
        yield 5;
      },
      [Symbol.for('test.key')]() {
        return 6;
      },
      get() {
        return 7;
      },
      static() {
        return 8;
      },
      async() {
        return 9;
      },
    };
    const all = async () => [
      object['computedName']?.(),
      object[42](),
      object['quoted name'](),
      await object.later(),
      [...object.many()],
      object[Symbol.for('test.key')]?.(),
      object.get(),
      object.static(),
      object.async(),
    ];
    expect(await remote(all)).toEqual([1, 2, 3, 4, [5], 6, 7, 8, await object.async()]);
  });

  it('a method alone, and a method bound to its object', async () => {
    const object = {
      base: 10,
      add(x: number) {
        return (this?.base ?? 0) + x;
      },
    };
    expect(await remote(object.add, 1)).toBe(1);
    const bound = object.add.bind(object);
    expect(await remote(bound, 1)).toBe(11);
  });
});
