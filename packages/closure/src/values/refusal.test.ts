import { createSecretKey } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ClosureError } from '../errors.js';
import { encodeChunk } from './chunk.js';
import { encodeGraph } from './graph.js';
import { rootPath } from './path.js';

class Account {
  owner = 'me';
}

function refused(value: unknown): ClosureError {
  const path = () => rootPath('item');
  const failure = encodeChunk([value], { path }).failures.get(0);
  if (!(failure instanceof ClosureError)) throw new Error('Expected a ClosureError for the item');
  expect(() => encodeGraph([value], { path })).toThrow(failure.message);
  return failure;
}

function argumentsObject(..._list: unknown[]): unknown {
  // biome-ignore lint/complexity/noArguments: that is what is tested
  return arguments;
}

describe('what cannot travel', () => {
  it.each<[string, unknown, RegExp]>([
    ['a function', () => 1, /a function/],
    ['a class', Account, /a function/],
    ['an instance of a class', new Account(), /an instance of Account/],
    ['an emitter', new EventEmitter(), /an instance of EventEmitter/],
    ['a subclass of Map', new (class Registry extends Map {})(), /an instance of Registry/],
    ['a subclass of Error', new (class Mine extends Error {})(), /an instance of Mine/],
    ['an object that only inherits from Map', Object.create(Map.prototype), /an instance of Map/],
    [
      'an object with a prototype of its own',
      Object.create({ x: 1 }),
      /an object with a prototype of its own/,
    ],
    ['an object whose prototype is a function', Object.create(Account), /an object with a prototype/],
    ['a promise', Promise.resolve(1), /a Promise.* Await it/],
    ['a WeakMap', new WeakMap(), /a WeakMap/],
    ['a WeakSet', new WeakSet(), /a WeakSet/],
    ['a WeakRef', new WeakRef({}), /a WeakRef/],
    ['a registry', new FinalizationRegistry(() => {}), /a FinalizationRegistry/],
    ['shared memory', new SharedArrayBuffer(4), /a SharedArrayBuffer.*slice/],
    ['a running generator', (function* () {})(), /a running generator/],
    ['an iterator of a map', new Map().entries(), /iterator/],
    ['an arguments object', argumentsObject(1), /an arguments object/],
    ['a Blob', new Blob(['x']), /a Blob.*asynchronously.*arrayBuffer/],
    ['a Response', new Response('x'), /a Response/],
    ['a key', createSecretKey(Buffer.alloc(16)), /a key/],
    ['a unique symbol', Symbol('mine'), /the unique symbol Symbol\(mine\).*Symbol\.for/],
    ['a formatter', new Intl.NumberFormat(), /an instance of NumberFormat/],
  ])('is %s, by itself or deep inside', (_name, value, message) => {
    expect(refused(value)).toMatchObject({ code: 'LITHOPS_VALUE', path: 'item', isRetryable: false });
    const { message: text, path } = refused({ db: [{ socket: value }] });
    expect(text).toMatch(message);
    expect(path).toBe('item.db[0].socket');
  });

  it('is a socket, by its path', () => {
    const socket = connect({ port: 1, autoSelectFamily: false }).on('error', () => {});
    expect(refused({ db: { socket } }).message).toMatch(
      /^Cannot ship item\.db\.socket: an instance of Socket\. \S/,
    );
    socket.destroy();
  });

  it('is a view on shared memory, named by its buffer', () => {
    expect(refused({ v: new Uint8Array(new SharedArrayBuffer(4)) }).path).toBe('item.v.buffer');
  });

  it('is a buffer that was transferred, and a view on it', () => {
    const buffer = new ArrayBuffer(8);
    const view = new Uint8Array(buffer);
    structuredClone(buffer, { transfer: [buffer] });
    expect(refused(buffer).message).toMatch(/transferred/);
    expect(refused({ view }).path).toBe('item.view.buffer');
  });

  it('is a Float16Array, where there is one: Node.js 20 could not read it', () => {
    const Float16Array: unknown = Reflect.get(globalThis, 'Float16Array');
    if (typeof Float16Array === 'function') {
      expect(refused(Reflect.construct(Float16Array, [1])).message).toMatch(/Node\.js 20/);
    } else {
      expect(process.versions.node.startsWith('20.')).toBe(true);
    }
  });

  it('is a unique symbol as a key', () => {
    expect(refused({ [Symbol('k')]: 1 }).path).toBe('item[Symbol(k)]');
  });

  it.each<[string, unknown, string]>([
    ['the value of a Map', { cache: new Map([['k', () => 1]]) }, 'item.cache.get("k")'],
    ['the key of a Map', new Map([[() => 1, 1]]), 'item (key 0 of the map)'],
    ['an element of a Set', new Set([1, () => 1]), 'item (element 1 of the set)'],
    ['a property with an odd name', { 'a b': () => 1 }, 'item["a b"]'],
    ['a field of an error', Object.assign(new Error('x'), { retry: () => 1 }), 'item.retry'],
  ])('is named inside %s', (_name, value, path) => {
    expect(refused(value).path).toBe(path);
  });

  it('is found by the shortest path', () => {
    const bad = () => 1;
    expect(refused({ long: { way: { round: bad } }, short: bad }).path).toBe('item.short');
  });
});

describe('a program that watches', () => {
  it.each<[string, (spy: () => never) => object]>([
    [
      'an object',
      (spy) => ({
        a: 1,
        get x() {
          return spy();
        },
      }),
    ],
    ['an array', (spy) => Object.defineProperty([1, 2, 3], 1, { get: spy, enumerable: true })],
    [
      'a long array',
      (spy) => Object.defineProperty(new Array(2000).fill(0), 1500, { get: spy, enumerable: true }),
    ],
    ['a Map', (spy) => Object.defineProperty(new Map(), 'x', { get: spy })],
    ['an error', (spy) => Object.defineProperty(new Error('x'), 'x', { get: spy })],
    ['the stack of an error', (spy) => Object.defineProperty(new Error('x'), 'stack', { get: spy })],
    ['a regular expression', (spy) => Object.defineProperty(/x/, 'flags', { get: spy })],
    [
      'a symbol key',
      (spy) => ({
        get [Symbol.toStringTag]() {
          return spy();
        },
      }),
    ],
  ])('never sees its getter called: %s', (_name, make) => {
    let calls = 0;
    const value = make(() => {
      calls += 1;
      throw new Error('A getter ran');
    });
    expect(refused({ value }).message).toMatch(/a property with a getter or setter/);
    expect(calls).toBe(0);
  });

  it('never sees the bound getter of a stack called, which looks like one of the engine', () => {
    let calls = 0;
    const spy = () => {
      calls += 1;
    };
    encodeChunk([Object.defineProperty(new Error('x'), 'stack', { get: spy.bind(undefined) })]);
    expect(calls).toBe(0);
  });

  it('never sees the trap of its proxy', () => {
    let traps = 0;
    const handler = new Proxy(
      {},
      {
        get: () => {
          traps += 1;
        },
      },
    );
    const value = new Proxy({ x: 1 }, handler);
    expect(refused({ value }).message).toMatch(/a Proxy/);
    expect(refused(Object.create(value)).path).toBe('item');
    expect(traps).toBe(0);
  });

  it('does not see toJSON or an overridden method called', () => {
    const forbidden = () => {
      throw new Error('It ran');
    };
    const value = Object.assign(new Map([[1, 2]]), { forEach: 1 });
    expect(encodeChunk([value]).failures.size).toBe(0);
    expect(refused(Object.assign(new Map(), { forEach: forbidden })).path).toBe('item.forEach');
  });
});
