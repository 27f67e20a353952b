import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ClosureError, CodeSpace, capture, insteadOfShipping, load } from '../../src/index.js';
import { refusalOf } from '../support/refusal.js';
import { remote } from '../support/remote.js';

describe('an instance that says what to do instead of shipping it', () => {
  class Connection {
    get [insteadOfShipping](): string {
      return 'Open one inside the function.';
    }
  }
  const db = new Connection();

  it('is refused with that, in a function and among values', () => {
    const read = () => db;
    expect(refusalOf(read)).toMatchObject({
      path: 'read → db',
      what: 'an instance of Connection, which stays in its process',
      fix: 'Open one inside the function.',
    });
    const capsule = capture((x: unknown) => x);
    const { failures } = CodeSpace.of(capsule).encode([{ db }], { path: () => 'item' });
    expect(failures.get(0)?.message).toMatch(/item\.db.*Open one inside the function/);
  });
});

describe('a function that cannot be taken out of its surroundings', () => {
  it('an arrow that uses this of the function around it', () => {
    const make = function outer(this: { size: number }) {
      const arrow = () => this.size;
      return arrow;
    };
    const error = refusalOf(make.call({ size: 1 }));
    expect(error).toMatchObject({
      code: 'LITHOPS_CLOSURE',
      isRetryable: false,
      path: expect.stringContaining('arrow'),
    });
    expect(error.message).toMatch(/this/);
    expect(error.message).toMatch(/const self = this|bind/);
  });

  it('an arrow that uses arguments of the function around it', () => {
    const make = function outer(..._: number[]) {
      // biome-ignore lint/complexity/noArguments: what is refused
      const arrow = () => arguments.length;
      return arrow;
    };
    const error = refusalOf(make(1, 2));
    expect(error.path).toContain('arrow');
    expect(error.message).toMatch(/arguments/);
  });

  it('an arrow that uses new.target of the function around it', () => {
    function Outer() {
      const arrow = () => new.target;
      return { arrow };
    }
    const error = refusalOf(Reflect.construct(Outer, []).arrow);
    expect(error.path).toContain('arrow');
    expect(error.message).toMatch(/new\.target/);
  });

  it('a function that reads a binding which does not exist yet', () => {
    const early = () => late;
    const error = refusalOf(early);
    expect(error.path).toContain('late');
    expect(error.message).toMatch(/not (been )?initiali[sz]ed|dead zone|before/i);
    const late = 1;
    expect(early()).toBe(1);
  });

  it('is not a function that stands beside such a binding', async () => {
    const ready = 1;
    const early = {
      twice() {
        return ready * 2;
      },
      three: () => later,
    };
    const job = remote(early.twice);
    const later = 3;
    expect([await job, early.three()]).toEqual([2, 3]);
  });

  it('a function that only this process has: a resolver of a promise', async () => {
    const refused = await new Promise<ReturnType<typeof refusalOf>>((resolve) => {
      resolve(refusalOf(() => resolve));
    });
    expect(refused.path).toContain('resolve');
  });
});

describe('a value that cannot be copied', () => {
  it.each<[string, () => object, RegExp]>([
    ['a socket', () => new Socket(), /Socket/],
    ['a stream', () => Readable.from(['a']), /Readable|stream/i],
    ['a promise', () => Promise.resolve(1), /[Pp]romise/],
    ['a WeakMap', () => new WeakMap(), /WeakMap/],
    ['a WeakRef', () => new WeakRef({}), /WeakRef/],
    [
      'a generator that is running',
      () =>
        (function* () {
          yield 1;
        })(),
      /[Gg]enerator|iterator/,
    ],
    ['a timer', () => setTimeout(() => undefined, 1).unref(), /Time/],
    ['a proxy', () => new Proxy({}, {}), /[Pp]roxy/],
  ])('%s, with the path to it', (_, make, what) => {
    const database = { connections: [{ handle: make() }] };
    const query = () => database;
    const error = refusalOf(query);
    expect(error.path).toBe('query → database.connections[0].handle');
    expect(error.message).toMatch(what);
    expect(error.message).toMatch(/^Cannot ship query → database\.connections\[0\]\.handle: .+\. .+/s);
  });

  it('a chain of functions is named from the first to the value', () => {
    const pool = new WeakMap<object, unknown>();
    const cache = { get: (key: object) => pool.get(key) };
    const resize = (key: object) => cache.get(key);
    expect(refusalOf(resize).path).toBe('resize → cache.get → pool');
  });

  it('a #private field of an instance is named', () => {
    class Database {
      readonly #pool = new WeakMap<object, number>();
      query(key: object): number | undefined {
        return this.#pool.get(key);
      }
    }
    const db = new Database();
    const read = (key: object) => db.query(key);
    expect(refusalOf(read).path).toBe('read → db.#pool');
  });

  it('a key of an item that is a symbol of its own, which no other process has', async () => {
    const secret = Symbol('secret');
    const echo = (value: object) => value;
    const refused = remote(echo, { deep: { [secret]: 1 } });
    await expect(refused).rejects.toMatchObject({ path: expect.stringContaining('deep') });
    await expect(refused).rejects.toThrow(/symbol/i);
  });

  it('an open file', async () => {
    const { open } = await import('node:fs/promises');
    await using handle = await open(import.meta.filename);
    const source = { handle };
    const read = () => source.handle.fd;
    expect(refusalOf(read).path).toMatch(/^read → source\.handle/);
  });

  it('an item is named from the item', async () => {
    const echo = (value: object) => value;
    await expect(remote(echo, { db: { socket: new Socket() } })).rejects.toMatchObject({
      path: expect.stringContaining('db.socket'),
    });
  });
});

describe('code whose origin is in doubt', () => {
  it('a capsule whose bytes were changed is not run', async () => {
    const { bytes, hash } = capture(() => 1);
    const changed = Uint8Array.from(bytes);
    changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
    await expect(load({ hash, bytes: changed })).rejects.toMatchObject({ code: 'LITHOPS_CAPSULE_MISMATCH' });
    await expect(CodeSpace.load([{ hash, bytes: changed }])).rejects.toMatchObject({
      code: 'LITHOPS_CAPSULE_MISMATCH',
    });
  });

  it('a value whose code is not here is not decoded', async () => {
    const worker = await CodeSpace.load([capture(() => 1)]);
    const made = 5;
    const { bytes } = CodeSpace.of(capture(() => 2)).encode([() => made]);
    expect(() => worker.decode(bytes)).toThrow(expect.objectContaining({ code: 'LITHOPS_CODE_IN_RESULT' }));
  });
});

describe('an instance on its way back whose classes have private members of the same name', () => {
  class Base {
    #id = 1;
    baseId(): number {
      return this.#id;
    }
  }
  class Derived extends Base {
    #id = 2;
    ids(): number[] {
      return [this.baseId(), this.#id];
    }
  }
  class Hiding extends Base {
    #id(): number {
      return 3;
    }
    id(): number {
      return this.#id();
    }
  }

  /** How a worker of this process reports what a function gives. */
  async function failureOf(fn: () => unknown): Promise<ClosureError | undefined> {
    const worker = await CodeSpace.load([capture(fn)]);
    const result: unknown = Reflect.apply(worker.root, undefined, []);
    return worker.encode([result], { path: () => 'result' }).failures.get(0);
  }

  it('is refused in the worker, with the path to the field and both classes', async () => {
    const error = await failureOf(() => ({ found: [new Derived()] }));
    expect(error).toBeInstanceOf(ClosureError);
    expect(error).toMatchObject({ code: 'LITHOPS_CLOSURE', path: 'result.found[0].#id' });
    expect(error?.message).toMatch(/both Base and Derived have a private member #id/);
  });

  it('is refused also when one of them is a method', async () => {
    expect(await failureOf(() => new Hiding())).toMatchObject({ path: 'result.#id' });
  });

  it('is refused where it is read, when nobody refused it before', () => {
    const space = CodeSpace.of(capture(() => Derived));
    const { bytes } = space.encode([new Derived()]);
    expect(() => space.decode(bytes)).toThrow(
      expect.objectContaining({
        name: 'ClosureError',
        path: expect.stringMatching(/^the result → \w+\.#id$/),
      }),
    );
  });

  it('goes there all the same', async () => {
    expect(await remote((given: Derived) => given.ids(), new Derived())).toEqual([1, 2]);
    expect(await remote((given: Hiding) => [given.id(), given.baseId()], new Hiding())).toEqual([3, 1]);
  });
});
