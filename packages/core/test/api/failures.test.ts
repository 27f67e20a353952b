import { readFileSync } from 'node:fs';
import { LithopsError } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { places, rejectionOf, sharedExecutorIn } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

const thisFile = new URL(import.meta.url).pathname;

/** The line of this file that holds this text. */
function lineOf(text: string): number {
  return (
    readFileSync(thisFile, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

class OutOfStock extends Error {
  override readonly name = 'OutOfStock';
  readonly item: string;
  constructor(item: string) {
    super(`no ${item} left`);
    this.item = item;
  }
}

describe.each(places)('a remote error on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it('keeps class, name, message and own fields', async () => {
    const error = await rejectionOf(
      exec.callAsync(() => {
        throw Object.assign(new RangeError('too far'), { distance: 7 });
      }),
    );
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ name: 'RangeError', message: 'too far', distance: 7 });
  });

  it('keeps its chain of causes', async () => {
    const error = await rejectionOf(
      exec.callAsync(() => {
        throw new Error('outer', { cause: new TypeError('inner', { cause: 'a word' }) });
      }),
    );
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(error.cause).toMatchObject({ message: 'inner', cause: 'a word' });
  });

  it('keeps the errors of an AggregateError', async () => {
    const error = await rejectionOf(
      exec.callAsync(() => Promise.any([Promise.reject(new RangeError('a')), Promise.reject('b')])),
    );
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors).toEqual([expect.any(RangeError), 'b']);
  });

  it('of a class of the program keeps name and fields, and is an Error', async () => {
    const error = await rejectionOf(
      exec.callAsync((item: string) => {
        throw new OutOfStock(item);
      }, 'tea'),
    );
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'OutOfStock', message: 'no tea left', item: 'tea' });
  });

  it('of Lithops keeps its code', async () => {
    const error = await rejectionOf(
      exec.callAsync(() => {
        throw new LithopsError({ code: 'LITHOPS_INVALID_ARGUMENT', message: 'not that' });
      }),
    );
    expect(error).toBeInstanceOf(LithopsError);
    expect(error).toMatchObject({ code: 'LITHOPS_INVALID_ARGUMENT', message: 'not that' });
  });

  it('that storage throws inside a call keeps its code', async () => {
    const error = await rejectionOf(
      exec.callAsync(async (_: number, { storage }) => {
        await storage.putObject(storage.bucket, 'some', 'text');
        return await storage.getObject(storage.bucket, 'missing');
      }, 1),
    );
    expect(error).toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
  });

  it.each([['a word'], [undefined], [null], [7], [{ code: 3 }]])(
    'that is no Error arrives as it was: %j',
    async (thrown) => {
      const future = exec.callAsync((value: unknown) => {
        throw value;
      }, thrown);
      const [end] = await Promise.allSettled([future]);
      expect(end).toEqual({ status: 'rejected', reason: thrown });
      expect(future.state).toBe('error');
    },
  );

  it('shows the file and line of the program, and names call, attempt and worker', async () => {
    const error = await rejectionOf(
      exec.callAsync(function lookUp() {
        throw new Error('not found'); // this line
      }),
    );
    const stack = String(error.stack);
    const line = lineOf("throw new Error('not found'); // this line");
    expect(stack.split('\n')[0]).toBe('Error: not found');
    expect(stack).toContain(`${thisFile}:${line}:`);
    expect(stack).toMatch(/\n {4}at call 00000000 of .*\/A\d{4} \(attempt 1, worker .+\)\n/);
  });

  it('shows them for a helper that the function closes over too', async () => {
    const helper = (x: number): number => {
      if (x > 0) throw new Error('in the helper'); // this line as well
      return x;
    };
    const error = await rejectionOf(exec.map((x: number) => helper(x), [1]));
    const line = lineOf("throw new Error('in the helper'); // this line as well");
    expect(error.stack).toContain(`${thisFile}:${line}:`);
  });

  it('that cannot travel says what it was and which part did not', async () => {
    const error = await rejectionOf(
      exec.callAsync(() => {
        throw Object.assign(new Error('with a leak'), { held: new WeakMap() });
      }),
    );
    expect(error.message).toContain('with a leak');
    expect(error.message).toMatch(/WeakMap/);
  });

  it('of a result that cannot travel names the path', async () => {
    const future = exec.callAsync(() => ({ db: { socket: new WeakMap() } }));
    expect((await rejectionOf(future)).message).toContain('result.db.socket');
  });
});

describe.each(places)('retries on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it('are none for errors of the function unless asked for', async () => {
    const marks = newMarks();
    const future = exec.callAsync((_: number, { attempt }) => {
      marks.set(String(attempt));
      throw new Error('always');
    }, 1);
    await expect(future).rejects.toThrow('always');
    expect(marks.all).toEqual(['1']);
  });

  it('give that many more attempts, each known by its number', async () => {
    const seen: string[] = [];
    const list = exec.map(
      (x: number, { attempt }) => {
        if (attempt <= x) throw new Error(`attempt ${attempt}`);
        return attempt;
      },
      [0, 1, 2, 3],
      { retries: 2 },
    );
    for await (const { item, status } of list.outcomes()) seen.push(`${item} ${status}`);
    expect(seen.sort()).toEqual(['0 fulfilled', '1 fulfilled', '2 fulfilled', '3 rejected']);
  });

  it('count attempts in the statistics', async () => {
    const future = exec.callAsync(
      (_: number, { attempt }) => {
        if (attempt === 1) throw new Error('once');
        return attempt;
      },
      1,
      { retries: 1 },
    );
    expect(await future).toBe(2);
    expect(future.stats.attempts).toBe(2);
  });

  it('ask `when`, with what was thrown as the cause', async () => {
    const asked: unknown[] = [];
    const future = exec.callAsync(
      () => {
        throw new RangeError('hopeless');
      },
      undefined,
      {
        retries: {
          limit: 5,
          when: (error) => {
            asked.push(error.code, error.attempt, error.cause);
            return false;
          },
        },
      },
    );
    await expect(future).rejects.toThrow('hopeless');
    expect(asked).toEqual(['LITHOPS_CALL_FAILED', 1, expect.any(RangeError)]);
  });

  it('pause as long as `delayMs` says', async () => {
    const started = performance.now();
    const pauses: number[] = [];
    const delayMs = (attempt: number) => {
      pauses.push(attempt);
      return 60;
    };
    const future = exec.callAsync(
      () => {
        throw new Error('always');
      },
      undefined,
      { retries: { limit: 2, delayMs } },
    );
    await expect(future).rejects.toThrow('always');
    expect(pauses).toEqual([2, 3]);
    expect(performance.now() - started).toBeGreaterThan(115);
  });

  it('are not made for an error that says it is final', async () => {
    const marks = newMarks();
    const future = exec.callAsync(
      (_: number, { attempt }) => {
        marks.set(String(attempt));
        throw Object.assign(new Error('final'), { isRetryable: false });
      },
      1,
      { retries: 3 },
    );
    await expect(future).rejects.toThrow('final');
    expect(marks.all).toEqual(['1']);
  });
});

describe('a lost worker on localhost', () => {
  const [place] = places;
  if (place === undefined) throw new Error('Expected localhost.');
  const exec = sharedExecutorIn(place);

  it('is replaced, and its call tried again', async () => {
    const future = exec.callAsync((_: number, { attempt }) => {
      if (attempt === 1) process.kill(process.pid, 'SIGKILL');
      return attempt;
    }, 1);
    expect(await future).toBe(2);
  });

  it('fails the call after three attempts, or after one with retries: 0', async () => {
    const die = () => process.kill(process.pid, 'SIGKILL');
    const three = exec.callAsync(die);
    expect(await rejectionOf(three)).toMatchObject({
      code: 'LITHOPS_WORKER_LOST',
      callId: '00000000',
      attempt: 3,
    });
    const one = exec.callAsync(die, undefined, { retries: 0 });
    expect(await rejectionOf(one)).toMatchObject({ code: 'LITHOPS_WORKER_LOST', attempt: 1 });
  });

  it('that ends by process.exit is lost too, and takes no neighbour along', async () => {
    const ends = await exec
      .map((x: number) => (x === 2 ? process.exit(3) : x), [0, 1, 2, 3], { chunkSize: 4, retries: 0 })
      .settled();
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
