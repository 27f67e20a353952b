import { describe, expect, it } from 'vitest';
import { ClosureError } from '../errors.js';
import { decodeChunk, encodeChunk } from './chunk.js';
import type { ForeignKinds } from './contract.js';
import { rootPath } from './path.js';

describe('a chunk', () => {
  it('keeps every value at its position, plain or not', () => {
    const values = [1, undefined, new URL('http://a/'), null, { x: new Error('e') }, [2]];
    const { bytes, failures } = encodeChunk(values);
    expect(failures.size).toBe(0);
    expect(decodeChunk(bytes)).toEqual(values);
  });

  it('may be empty', () => {
    expect(decodeChunk(encodeChunk([]).bytes)).toEqual([]);
  });

  it('names each value that cannot travel, and carries the others', () => {
    const values = ['a', { f: () => 1 }, new URL('http://a/'), [Promise.resolve()], 'b'];
    const { bytes, failures } = encodeChunk(values, { path: (index) => rootPath(`item ${index}`) });
    expect([...failures].map(([index, error]) => [index, error.path])).toEqual([
      [1, 'item 1.f'],
      [3, 'item 3[0]'],
    ]);
    expect(decodeChunk(bytes)).toEqual(['a', undefined, new URL('http://a/'), undefined, 'b']);
  });

  it('calls the values items[index] by default', () => {
    expect(encodeChunk([1, () => 1]).failures.get(1)?.path).toBe('items[1]');
  });

  it('shares nothing between two values, however they are encoded', () => {
    const plain = { x: 1 };
    const other = { url: new URL('http://a/') };
    const values = [plain, { plain, other }, { plain }, other, [other], plain];
    const results = decodeChunk(encodeChunk(values).bytes);
    expect(results).toEqual(values);
    const objects = new Set<unknown>();
    let count = 0;
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      count += 1;
      objects.add(value);
      for (const child of Object.values(value)) visit(child);
    };
    for (const result of results) visit(result);
    expect(objects.size).toBe(count);
  });

  it('copies a plain object that several values reach for each of them, exactly', () => {
    const shared: Record<string, unknown> = {
      map: new Map([[{ k: 1 }, new Set([1])]]),
      at: new Date(5),
      pattern: /x/gi,
      bytes: new Uint8Array([1, 2, 3]).subarray(1),
      buffer: Buffer.from('text'),
      ...JSON.parse('{"list":[1,[2]],"nothing":null}'),
    };
    Object.defineProperty(shared, '__proto__', {
      value: { y: 1 },
      writable: true,
      enumerable: true,
      configurable: true,
    });
    shared['self'] = shared;
    const values = [{ shared }, { shared }, shared];
    const [first, second, third] = decodeChunk(encodeChunk(values).bytes) as [
      typeof shared,
      typeof shared,
      typeof shared,
    ];
    expect(second).toStrictEqual(values[1]);
    expect(third).toStrictEqual(shared);
    expect(Object.getOwnPropertyDescriptor(third, '__proto__')?.value).toEqual({ y: 1 });
    expect(third['self']).toBe(third);
    const parts = [first['shared'], second['shared'], third] as [typeof shared, typeof shared, typeof shared];
    for (const name of ['map', 'at', 'pattern', 'bytes', 'buffer', 'list', 'self']) {
      expect(new Set(parts.map((part) => part[name])).size).toBe(3);
    }
    expect(first['shared']).toStrictEqual(shared);
  });

  it('shares no object between two values either when one of them is refused', () => {
    const shared = { url: new URL('http://a/') };
    const { bytes, failures } = encodeChunk([[shared, () => 1], [shared]]);
    expect([...failures.keys()]).toEqual([0]);
    expect(decodeChunk(bytes)).toEqual([undefined, [shared]]);
  });

  it('shares no bytes between two values', () => {
    const buffer = new ArrayBuffer(16);
    const views = [
      new Uint8Array(buffer),
      new Uint8Array(buffer, 4, 4),
      { url: new URL('http://a/'), v: new Uint8Array(buffer) },
    ];
    const [first, second, third] = decodeChunk(encodeChunk(views).bytes) as [
      Uint8Array,
      Uint8Array,
      { v: Uint8Array },
    ];
    expect(new Set([first.buffer, second.buffer, third.v.buffer]).size).toBe(3);
  });

  it('keeps identity and cycles within a value', () => {
    const shared = new Date(0);
    const value: Record<string, unknown> = { a: shared, b: [shared] };
    value['self'] = value;
    const [result] = decodeChunk(encodeChunk([value]).bytes) as [{ a: Date; b: Date[]; self: unknown }];
    expect(result.a).toBe(result.b[0]);
    expect(result.self).toBe(result);
  });

  it('carries a list 100,000 long', () => {
    interface Link {
      readonly next: Link | undefined;
    }
    let list: Link | undefined;
    for (let length = 0; length < 100_000; length += 1) list = { next: list };
    let length = 0;
    let link = decodeChunk(encodeChunk([list]).bytes)[0] as Link | undefined;
    for (; link !== undefined; link = link.next) length += 1;
    expect(length).toBe(100_000);
  });

  it('shows the ends of a very long path', () => {
    let list: object = { bad: () => 1 };
    for (let length = 0; length < 1_000; length += 1) list = { next: list };
    const path = encodeChunk([list]).failures.get(0)?.path ?? '';
    expect(path).toMatch(/^items\[0\]\.next\.next.* … \(978 steps\) … .*\.next\.bad$/);
  });

  it('asks the foreign kinds about what they claim, though it be plain', () => {
    const constant = { pi: 3 };
    const foreign: ForeignKinds<{ readonly isConstant: true }> = {
      claims: (value) => value === constant,
      write: (value) => (value === constant ? { isConstant: true } : undefined),
      create: () => constant,
    };
    const { bytes, failures } = encodeChunk([{ constant }, constant, [() => 1]], { foreign });
    expect([...failures.keys()]).toEqual([2]);
    const [first, second] = decodeChunk(bytes, { foreign });
    expect(first).toEqual({ constant });
    expect(second).toBe(constant);
  });

  it('lets an error of the foreign kinds name the value', () => {
    const error = new ClosureError({ code: 'LITHOPS_CLOSURE', path: 'f', what: 'x', fix: 'y' });
    const foreign: ForeignKinds = {
      write: () => {
        throw error;
      },
      create: () => ({}),
    };
    expect(encodeChunk([1, () => 1], { foreign }).failures.get(1)).toBe(error);
  });
});
