import { describe, expect, it } from 'vitest';
import { outputOf } from './output.js';

describe('hello.ts', () => {
  it('prints the squares', async () => {
    expect(await outputOf('hello.ts')).toEqual(['[ 1, 4, 9 ]']);
  }, 150_000);
});

describe('word-count.ts', () => {
  it('counts real texts and shows the ten most common words, most common first', async () => {
    const [head = '', ...rows] = await outputOf('word-count.ts');
    const [, words, files] = /^(\d+) words in (\d+) files, counted in \d+\.\d s\./.exec(head) ?? [];
    expect(Number(files)).toBeGreaterThan(500);
    expect(Number(words)).toBeGreaterThan(100 * Number(files));
    const counts = rows.map((row) => Number(/^ *(\d+) {2}\p{L}{5,}$/u.exec(row)?.[1]));
    expect(counts).toHaveLength(10);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    // Nearly every package has a licence, and its text says who made the software.
    expect(rows.join('\n')).toMatch(/ software\n.* copyright/s);
  }, 150_000);
});

describe('resume.ts', () => {
  it('kills a program, and finishes its job without running anything twice', async () => {
    const [killed = '', resumed = '', again = ''] = await outputOf('resume.ts');
    const before = Number(/^Killed after (\d+) of 20 photos\.$/.exec(killed)?.[1]);
    expect(before).toBeGreaterThanOrEqual(5);
    expect(before).toBeLessThan(20);
    expect(resumed).toBe('Resumed: 20 photos, the last is photo-20.jpg.');
    const now = Number(/^(\d+) were developed now, none that was done again\.$/.exec(again)?.[1]);
    expect(now).toBeGreaterThanOrEqual(20 - before);
    expect(now).toBeLessThanOrEqual(22 - before);
  }, 150_000);
});
