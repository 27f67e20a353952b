import { describe, expect, it } from 'vitest';
import type { Body, ForeignKinds, NodeRef } from './contract.js';
import { decodeGraph, encodeGraph } from './graph.js';
import { propertyPath, rootPath } from './path.js';

describe('a graph', () => {
  it('keeps cycles and shared references', () => {
    const shared = { x: 1 };
    const value: Record<string, unknown> = { left: shared, right: shared };
    value['self'] = value;
    const [result] = decodeGraph(encodeGraph([value])) as [typeof value];
    expect(result['self']).toBe(result);
    expect(result['left']).toBe(result['right']);
  });

  it('closes a cycle through a Map, a Set, an array and an error', () => {
    const error = new Error('x');
    error.cause = new Map([[new Set([[error]]), error]]);
    const [result] = decodeGraph(encodeGraph([error])) as [{ cause: Map<Set<unknown[]>, unknown> }];
    const [[key, value]] = [...result.cause] as [[Set<unknown[]>, unknown]];
    expect(value).toBe(result);
    expect([...key][0]?.[0]).toBe(result);
  });

  it('shares objects between its values only when asked', () => {
    const shared = {};
    const apart = decodeGraph(encodeGraph([shared, [shared]])) as [object, object[]];
    expect(apart[1][0]).not.toBe(apart[0]);
    const together = decodeGraph(encodeGraph([shared, [shared]], { sharedIdentity: true })) as [
      object,
      object[],
    ];
    expect(together[1][0]).toBe(together[0]);
  });

  it('names the value by the given path', () => {
    const path = (index: number) => propertyPath(rootPath('resize → cache'), index);
    expect(() => encodeGraph([1, { f: () => 1 }], { path })).toThrow(
      expect.objectContaining({ path: 'resize → cache[1].f' }),
    );
    expect(() => encodeGraph([() => 1])).toThrow(expect.objectContaining({ path: 'value' }));
    expect(() => encodeGraph([1, () => 1])).toThrow(expect.objectContaining({ path: 'values[1]' }));
  });
});

class Point extends Map<string, unknown> {
  x = 1;
  self = this;
}

type PointRecord = { readonly body: Body };

const points: ForeignKinds<PointRecord> = {
  write: (value, path, writer) =>
    value instanceof Point ? { body: writer.writeBody(value, path) } : undefined,
  create: ({ body }, reader) => Object.setPrototypeOf(reader.createBody(body), Point.prototype),
  fill: (value, { body }, reader) => reader.fillBody(value, body),
};

describe('foreign kinds', () => {
  it('carry instances of classes, slots and fields and cycles included', () => {
    const point = Object.freeze(new Point([['k', new Date(1)]]));
    point.get('k');
    const [[first, second]] = decodeGraph(encodeGraph([[point, point]], { foreign: points }), {
      foreign: points,
    }) as [[Point, Point]];
    expect(first).toBe(second);
    expect(first).toBeInstanceOf(Point);
    expect(first.get('k')).toEqual(new Date(1));
    expect(first.self).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });

  it('carry instances of a subclass of Array without calling what it overrides', () => {
    class Stack extends Array<unknown> {
      override push(): number {
        throw new Error('It ran');
      }
    }
    const foreign: ForeignKinds<PointRecord> = {
      write: (value, path, writer) => ({ body: writer.writeBody(value, path) }),
      create: ({ body }, reader) => Object.setPrototypeOf(reader.createBody(body), Stack.prototype),
      fill: (value, { body }, reader) => reader.fillBody(value, body),
    };
    for (const stack of [Stack.of(1, 2), Stack.of({}, [])]) {
      const [result] = decodeGraph(encodeGraph([stack], { foreign }), { foreign });
      expect(result).toBeInstanceOf(Stack);
      expect(result).toEqual(stack);
    }
  });

  it('are refused where no counterpart reads them', () => {
    const bytes = encodeGraph([new Point()], { foreign: points });
    expect(() => decodeGraph(bytes)).toThrow(/functions or instances/);
  });

  it('refuse what they do not know, with its path', () => {
    expect(() => encodeGraph([{ f: [() => 1] }], { foreign: points })).toThrow(
      expect.objectContaining({ path: 'value.f[0]' }),
    );
  });

  it('may not make a body of what has no copy', () => {
    class Later extends Promise<number> {}
    const foreign: ForeignKinds = {
      write: (value, path, writer) => writer.writeBody(value, path),
      create: () => ({}),
    };
    const later = new Later((resolve) => resolve(1));
    expect(() => encodeGraph([later], { foreign })).toThrow(/Cannot ship value: a Promise/);
    expect(() => encodeGraph([Object.create(new WeakRef({}))], { foreign })).toThrow(/WeakRef/);
  });

  it('see shells in create, and all of a value in fill', () => {
    type Pair = { readonly first: NodeRef; readonly second: NodeRef };
    const seen: unknown[] = [];
    const foreign: ForeignKinds<Pair> = {
      write(value, path, writer) {
        if (typeof value !== 'function') return undefined;
        return { first: writer.write({ a: 1 }, path), second: writer.write(value, path) };
      },
      create({ first }, reader) {
        seen.push(structuredClone(reader.read(first)));
        return () => 1;
      },
      fill(value, { second }, reader) {
        seen.push(reader.read(second) === value);
      },
    };
    decodeGraph(encodeGraph([() => 1], { foreign }), { foreign });
    expect(seen).toEqual([{}, true]);
  });

  it('carry getters and setters as their functions', () => {
    const functions = new Map<number, object>();
    const foreign: ForeignKinds<{ readonly id: number }> = {
      write(value) {
        if (typeof value !== 'function') return undefined;
        functions.set(functions.size, value);
        return { id: functions.size - 1 };
      },
      create: ({ id }) => functions.get(id) ?? {},
    };
    const value = {
      kept: 1,
      get both() {
        return this.kept;
      },
      set both(next: number) {
        this.kept = next;
      },
      set onlySet(_next: number) {},
      get onlyGet() {
        return 2;
      },
    };
    const [result] = decodeGraph(encodeGraph([value], { foreign }), { foreign }) as [object];
    expect(Object.getOwnPropertyDescriptors(result)).toEqual(Object.getOwnPropertyDescriptors(value));
  });

  it('carry unique symbols, as values and as keys', () => {
    const mine = Symbol('mine');
    const foreign: ForeignKinds<{ readonly name: string }> = {
      write: () => undefined,
      create: () => ({}),
      writeSymbol: (symbol) => ({ name: symbol.description ?? '' }),
      createSymbol: ({ name }) => Symbol(name),
    };
    const [result] = decodeGraph(encodeGraph([{ [mine]: mine }], { foreign }), { foreign }) as [object];
    const [key] = Object.getOwnPropertySymbols(result);
    expect(key?.description).toBe('mine');
    expect(Reflect.get(result, key ?? '')).toBe(key);
  });
});
