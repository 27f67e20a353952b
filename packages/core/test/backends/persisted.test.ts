import { FunctionExecutor } from '@lithops/core';
import { batch, events, faas, type TestPlugin } from '@lithops/testing-backends';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newMarks } from '../support/gates.js';
import { asOneUser } from '../support/persisted.js';
import { useFleet } from './support/open.js';

const fleet = useFleet();
asOneUser();

const kinds: readonly { readonly kind: string; readonly make: () => TestPlugin<unknown> }[] = [
  { kind: 'answers', make: () => faas({ fleet }) },
  { kind: 'never answers', make: () => events({ fleet }) },
  { kind: 'takes whole jobs', make: () => batch({ fleet }) },
];

describe.each(kinds)('a persisted job on a backend that $kind', ({ make }) => {
  const optionsOn = ({ plugin }: TestPlugin<unknown>) =>
    ({
      backend: plugin,
      storage: 'localhost',
      logLevel: 'error',
      config: { lithops: { monitoring_interval: 0.02 } },
    }) as const;

  it('is continued by another client, while workers of the first may still be at it', async () => {
    const marks = newMarks();
    const work = async (x: number, { attempt }: { attempt: number }) => {
      marks.set(`${x} began as ${attempt}`);
      if (x >= 2) await marks.seen('go');
      marks.set(`${x} ended as ${attempt}`);
      return { x, text: 'x'.repeat(x === 1 ? 50_000 : 1) };
    };
    const first = new FunctionExecutor({ ...optionsOn(make()), persist: true });
    onTestFinished(() => first.close().catch(() => undefined));
    const list = first.map(work, [0, 1, 2, 3], { chunkSize: 1 });
    await Promise.all([list.at(0), list.at(1)]);
    await marks.seen('2 began as 1');
    // What it still runs is not stopped where the backend cannot; it is not waited for here.
    const closing = first.close().catch(() => undefined);
    setTimeout(() => marks.set('go'), 0);
    await closing;
    const results = await FunctionExecutor.resume(list.jobId, work, optionsOn(make()));
    expect(results.map(({ x, text }) => [x, text.length])).toEqual([
      [0, 1],
      [1, 50_000],
      [2, 1],
      [3, 1],
    ]);
    expect(marks.all.filter((mark) => /^[01] began/.test(mark))).toEqual(['0 began as 1', '1 began as 1']);
  });

  it('that had ended is only read', async () => {
    const marks = newMarks();
    const work = (x: number) => {
      marks.set(`ran ${x} ${marks.all.length}`);
      return x * 2;
    };
    const first = new FunctionExecutor({ ...optionsOn(make()), persist: true });
    const list = first.map(work, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], { chunkSize: 12 });
    await list.wait();
    await first.close();
    const before = marks.all.length;
    expect(await FunctionExecutor.resume(list.jobId, work, optionsOn(make()))).toEqual([
      0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22,
    ]);
    expect(marks.all.length).toBe(before);
  });
});
