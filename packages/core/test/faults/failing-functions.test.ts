import { describe, expect, it } from 'vitest';
import { executorIn, onThisMachine, places, rejectionOf, sharedExecutorIn } from '../support/executors.js';

describe.each(places)('what is thrown and is no Error, on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it.each([['a text'], [7], [undefined], [null], [{ status: 404 }], [['a', 'list']]])(
    'arrives as it was: %j',
    async (thrown) => {
      const ends = await exec
        .map(
          (given: unknown) => {
            throw given;
          },
          [thrown],
        )
        .settled();
      expect(ends).toEqual([{ status: 'rejected', reason: thrown }]);
    },
  );

  it('says what it was when it cannot travel', async () => {
    const error = await rejectionOf(
      exec.callAsync(() => {
        throw new WeakMap();
      }),
    );
    expect(error.message).toMatch(/WeakMap/);
  });
});

describe.each(places)('what throws when it is looked at, on $place', (place) => {
  const kinds = ['a proxy', 'a message', 'a name', 'no text', 'a frozen error', 'a result'] as const;

  it('fails its own call, and none of its chunk', async () => {
    const exec = executorIn(place);
    const come = (kind: (typeof kinds)[number] | number): unknown => {
      const refuse = (): never => {
        throw new Error('not to be looked at');
      };
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      const handle = new WeakMap();
      switch (kind) {
        case 'a proxy':
          throw proxy;
        case 'a message':
          throw Object.assign(new Error(), { message: Symbol('no text') });
        case 'a name':
          throw Object.defineProperty(new Error('nameless'), 'name', { get: refuse });
        case 'no text':
          throw Object.assign(Object.create(null), { handle });
        case 'a frozen error':
          throw Object.freeze(Object.assign(new Error('frozen'), { handle }));
        case 'a result':
          return { proxy };
        default:
          return kind;
      }
    };
    const list = exec.map(come, [1, ...kinds, 2], { chunkSize: 8, retries: 0 });
    const ends = await list.settled();
    expect(ends.map(({ status }) => status === 'fulfilled')).toEqual([true, ...kinds.map(() => false), true]);
    const told = ends.map((end) => (end.status === 'rejected' ? String(end.reason) : end.value));
    expect(told).toEqual([
      1,
      expect.stringMatching(/The function threw <Revoked Proxy>/),
      expect.stringContaining('Symbol'),
      expect.stringContaining('nameless'),
      expect.stringContaining('WeakMap'),
      expect.stringContaining('Error: frozen'),
      expect.stringContaining('proxy'),
      2,
    ]);
  });
});

describe.each(places)('an error thrown by an async function on $place', (place) => {
  it('arrives with class, cause and fields, to whichever consumer', async () => {
    const exec = executorIn(place);
    const list = exec.map(
      async (x: number) => {
        await Promise.resolve();
        throw Object.assign(new RangeError(`no ${x}`, { cause: new TypeError('because') }), { limit: x });
      },
      [3],
    );
    const error = await rejectionOf(list);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message: 'no 3', limit: 3, cause: expect.any(TypeError) });
    expect(await rejectionOf(Promise.resolve(list.at(0)))).toBe(error);
  });
});

describe('a function that ends its process', () => {
  const ways: readonly [string, () => void][] = [
    ['process.exit(0)', () => process.exit(0)],
    ['process.exit(1)', () => process.exit(1)],
    ['process.abort()', () => process.abort()],
    ['SIGKILL', () => void process.kill(process.pid, 'SIGKILL')],
    ['SIGTERM', () => void process.kill(process.pid, 'SIGTERM')],
    ['SIGSEGV', () => void process.kill(process.pid, 'SIGSEGV')],
  ];

  it.each(ways)('by %s fails its own call and leaves the executor usable', async (_, end) => {
    const exec = executorIn(onThisMachine, { retries: 0 });
    const list = exec.map(
      async (x: number) => {
        if (x !== 1) return x;
        end();
        return await new Promise<never>(() => undefined);
      },
      [0, 1, 2],
      { chunkSize: 1 },
    );
    const ends = await list.settled();
    expect(
      ends.map((settled) => (settled.status === 'fulfilled' ? settled.value : settled.reason.code)),
    ).toEqual([0, 'LITHOPS_WORKER_LOST', 2]);
    expect(await exec.callAsync(() => 'still here')).toBe('still here');
  });
});

describe('a function that takes longer than its limit', () => {
  it.each<[string, () => Promise<void>]>([
    ['never resolves', () => new Promise(() => undefined)],
    [
      'loops for ever',
      async () => {
        for (;;);
      },
    ],
  ])('%s: LITHOPS_TIMEOUT, and its slot is free', async (_, never) => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    const late = exec.callAsync(never, undefined, { timeoutMs: 300 });
    await expect(late).rejects.toMatchObject({ code: 'LITHOPS_TIMEOUT' });
    expect(await exec.callAsync(() => 'free')).toBe('free');
  });
});
