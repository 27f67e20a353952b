import { execSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { executorIn, onThisMachine } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

/** Blocks the thread until the mark is there. */
async function blockUntil(file: string): Promise<void> {
  const { existsSync } = await import('node:fs');
  while (!existsSync(file));
}

describe('a call that takes long in the middle of a chunk', () => {
  it('holds up neither those behind it nor those before it, though it blocks its thread', async () => {
    const marks = newMarks();
    const exec = executorIn(onThisMachine, { maxWorkers: 2 });
    const file = `${marks.folder}/go`;
    const list = exec.map(
      async (n: number) => {
        if (n === 37) await blockUntil(file);
        return n;
      },
      Array.from({ length: 400 }, (_, n) => n),
      { chunkSize: 400 },
    );
    const others = [...list].filter(({ index }) => index !== 37);
    expect(await Promise.all(others)).toEqual(others.map(({ index }) => index));
    expect(list.at(37)?.state).toBe('running');
    marks.set('go');
    expect((await list)[37]).toBe(37);
    expect([...list].every(({ stats }) => stats.attempts === 1)).toBe(true);
  });

  it('runs every other call exactly once', async () => {
    const marks = newMarks();
    const exec = executorIn(onThisMachine, { maxWorkers: 2 });
    const folder = marks.folder;
    const list = exec.map(
      async (n: number) => {
        const { appendFileSync } = await import('node:fs');
        appendFileSync(`${folder}/call-${n}`, 'x');
        if (n % 50 === 7) {
          const endMs = performance.now() + 300;
          while (performance.now() < endMs);
        }
        return n;
      },
      Array.from({ length: 200 }, (_, n) => n),
      { chunkSize: 50 },
    );
    expect(await list).toEqual(Array.from({ length: 200 }, (_, n) => n));
    const sizes = await exec.callAsync(async () => {
      const { readdirSync, statSync } = await import('node:fs');
      return readdirSync(folder).map((name) => statSync(`${folder}/${name}`).size);
    }, undefined);
    expect(sizes).toEqual(Array.from({ length: 200 }, () => 1));
  });

  it('in native code lets those behind it go', async () => {
    const marks = newMarks();
    const exec = executorIn(onThisMachine, { maxWorkers: 2 });
    const file = `${marks.folder}/go`;
    const list = exec.map(
      (n: number) => {
        if (n === 0) execSync(`while [ ! -e ${file} ]; do sleep 0.02; done`);
        return n;
      },
      [0, 1, 2, 3],
      { chunkSize: 4 },
    );
    expect(await Promise.all([list.at(1), list.at(2), list.at(3)])).toEqual([1, 2, 3]);
    marks.set('go');
    expect(await list).toEqual([0, 1, 2, 3]);
  });
});
