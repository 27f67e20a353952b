import { describe, expect, it } from 'vitest';
import { Lanes } from './lanes.mjs';

/** A task that goes on when it is told, and what has begun so far. */
function tasks() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const task = (name: string) => (): Promise<string> => {
    begun.push(name);
    return new Promise((resolve) => ends.set(name, () => resolve(name)));
  };
  return { begun, task, end: (name: string) => ends.get(name)?.() };
}

describe('lanes', () => {
  it('run so many tasks at a time, in the order in which they came', async () => {
    const lanes = new Lanes(2);
    const { begun, task, end } = tasks();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => lanes.run(task(name)));
    await expect.poll(() => begun).toEqual(['a', 'b']);
    end('b');
    expect(await b).toBe('b');
    await expect.poll(() => begun).toEqual(['a', 'b', 'c']);
    end('c');
    expect(await c).toBe('c');
    await expect.poll(() => begun).toEqual(['a', 'b', 'c', 'd']);
    for (const name of ['a', 'd']) end(name);
    expect(await Promise.all([a, d])).toEqual(['a', 'd']);
  });

  it('go on after a task that failed', async () => {
    const lanes = new Lanes(1);
    const failing = lanes.run(() => Promise.reject(new Error('no')));
    const next = lanes.run(async () => 'next');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
  });

  it('are free again when all has ended', async () => {
    const lanes = new Lanes(1);
    expect(await lanes.run(async () => 1)).toBe(1);
    expect(await lanes.run(async () => 2)).toBe(2);
  });
});
