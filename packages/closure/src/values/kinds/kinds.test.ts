import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { decodeChunk, encodeChunk } from '../chunk.js';
import { decodeGraph, encodeGraph } from '../graph.js';

const ways = {
  'in a graph': <T>(value: T): T => decodeGraph(encodeGraph([value]))[0] as T,
  'in a chunk': <T>(value: T): T => {
    const { bytes, failures } = encodeChunk([value]);
    expect([...failures.values()]).toEqual([]);
    return decodeChunk(bytes)[0] as T;
  },
};

describe.each(Object.entries(ways))('a value %s', (_way, copy) => {
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['minus zero', -0],
    ['NaN', Number.NaN],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['a bigint', -(2n ** 70n)],
    ['a text with a lone surrogate', 'a\ud800b'],
    ['an empty text', ''],
    ['a registered symbol', Symbol.for('lithops.test')],
    ['a well-known symbol', Symbol.asyncIterator],
  ])('keeps %s', (_name, value) => {
    expect(Object.is(copy(value), value)).toBe(true);
    expect(Object.is(copy({ value }).value, value)).toBe(true);
  });

  it('keeps the order of keys and values that are undefined', () => {
    const result = copy({ b: 1, a: undefined, 2: 'two', 1: 'one' });
    expect(Reflect.ownKeys(result)).toEqual(['1', '2', 'b', 'a']);
    expect(Object.hasOwn(result, 'a')).toBe(true);
  });

  it('keeps symbol keys', () => {
    const value = { [Symbol.for('key')]: 1, [Symbol.toStringTag]: 'Tag' };
    expect(Object.getOwnPropertyDescriptors(copy(value))).toEqual(Object.getOwnPropertyDescriptors(value));
  });

  it('keeps an object without a prototype', () => {
    const result = copy(Object.assign(Object.create(null), { toString: 1 }));
    expect(Object.getPrototypeOf(result)).toBeNull();
    expect(result.toString).toBe(1);
  });

  it('keeps hidden and read-only properties', () => {
    const value = Object.defineProperties(
      {},
      { hidden: { value: 1 }, fixed: { value: 2, enumerable: true } },
    );
    expect(Object.getOwnPropertyDescriptors(copy(value))).toEqual(Object.getOwnPropertyDescriptors(value));
  });

  it.each([
    ['frozen', Object.freeze({ x: 1, [Symbol.for('y')]: [] })],
    ['sealed', Object.seal({ x: 1 })],
    ['closed to new properties', Object.preventExtensions({ x: 1 })],
    ['a frozen array', Object.freeze([1, 2])],
    ['a frozen map', Object.freeze(new Map([[1, 2]]))],
    ['an array of fixed length', Object.defineProperty([1, 2], 'length', { writable: false })],
  ])('keeps an object that is %s', (_name, value) => {
    const result = copy<object>(value);
    expect(result).toEqual(value);
    expect(Object.isExtensible(result)).toBe(Object.isExtensible(value));
    expect(Object.getOwnPropertyDescriptors(result)).toEqual(Object.getOwnPropertyDescriptors(value));
  });

  it('keeps a property named __proto__ as a property', () => {
    const value: object = JSON.parse(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    );
    const result = copy(value);
    expect(Reflect.ownKeys(result)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('keeps __proto__ beside something unusual, too', () => {
    const value = Object.assign(JSON.parse('{"__proto__":{"polluted":true}}'), { url: new URL('http://a/') });
    const result = copy(value);
    expect(Object.getOwnPropertyDescriptor(result, '__proto__')?.value).toEqual({ polluted: true });
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });

  it('keeps the holes of a sparse array, and its end', () => {
    const value: unknown[] = [1];
    value[2] = undefined;
    value.length = 4;
    const result = copy(value);
    expect(result).toHaveLength(4);
    expect([0, 1, 2, 3].map((index) => index in result)).toEqual([true, false, true, false]);
  });

  it('keeps a huge sparse array without filling it', () => {
    const value: number[] = [];
    value[4_000_000_000] = 1;
    const result = copy(value);
    expect(result.length).toBe(4_000_000_001);
    expect(Object.keys(result)).toEqual(['4000000000']);
  });

  it('keeps further properties of an array', () => {
    const value = 'a-b'.match(/(?<first>a)-b/);
    const result = copy(value);
    expect(result).toEqual(value);
    expect(result?.index).toBe(0);
    expect(Object.getPrototypeOf(result?.groups)).toBeNull();
  });

  it('keeps a Map in order, with objects as keys', () => {
    const key = { k: 1 };
    const result = copy({
      map: new Map<unknown, unknown>([
        ['z', 1],
        [key, key],
        [Number.NaN, -0],
      ]),
      key,
    });
    expect([...result.map.keys()]).toEqual(['z', { k: 1 }, Number.NaN]);
    expect(result.map.get(result.key)).toBe(result.key);
    expect(Object.is(result.map.get(Number.NaN), -0)).toBe(true);
  });

  it('keeps a Set in order, and itself in it', () => {
    const value = new Set<unknown>(['b', 'a']);
    value.add(value);
    const result = copy(value);
    expect([...result].slice(0, 2)).toEqual(['b', 'a']);
    expect(result.has(result)).toBe(true);
  });

  it('keeps fields that were hung onto a Map or a Date', () => {
    expect(Reflect.get(copy(Object.assign(new Map(), { note: 1 })), 'note')).toBe(1);
    expect(Reflect.get(copy(Object.assign(new Date(0), { note: 1 })), 'note')).toBe(1);
  });

  it('keeps dates, invalid ones too', () => {
    expect(copy(new Date(1234))).toEqual(new Date(1234));
    expect(copy(new Date(Number.NaN)).getTime()).toBeNaN();
  });

  it('keeps a regular expression with its flags and lastIndex', () => {
    const value = /a\/(?<n>b)/dgimsuy;
    value.lastIndex = 3;
    const result = copy(value);
    expect([result.source, result.flags, result.lastIndex]).toEqual([value.source, value.flags, 3]);
    const sets = '[\\p{L}--a]';
    expect(copy(new RegExp(sets, 'v')).flags).toBe('v');
  });

  it.each([Object(1), Object(''), Object('text'), Object(false), Object(1n), Object(Symbol.iterator)])(
    'keeps the boxed primitive %o',
    (value: object) => {
      const result = copy(value);
      expect(typeof result).toBe('object');
      expect(Object.getPrototypeOf(result)).toBe(Object.getPrototypeOf(value));
      expect(result.valueOf()).toBe(value.valueOf());
    },
  );

  it('keeps URLs and URLSearchParams', () => {
    expect(copy(new URL('http://user@host:1/p?q=1#h')).href).toBe('http://user@host:1/p?q=1#h');
    expect([...copy(new URLSearchParams('a=1&b=&a=%20ü'))]).toEqual([
      ['a', '1'],
      ['b', ''],
      ['a', ' ü'],
    ]);
  });

  it('keeps Headers, each cookie on its own', () => {
    const value = new Headers({ accept: 'x' });
    value.append('set-cookie', 'a=1, b');
    value.append('set-cookie', 'c=2');
    const result = copy(value);
    expect(result).toBeInstanceOf(Headers);
    expect([...result]).toEqual([...value]);
    expect(result.getSetCookie()).toEqual(['a=1, b', 'c=2']);
  });

  it('takes plain values of another realm and gives them this one', () => {
    const result = copy<{ list: unknown[] }>(
      runInNewContext('({ list: [new Map([[1, new Date(5)]]), /x/g] })'),
    );
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(result).toStrictEqual({ list: [new Map([[1, new Date(5)]]), /x/g] });
  });
});
