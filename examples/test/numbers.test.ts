import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outputOf } from './output.js';

/** What Black and Scholes say that the option of monte-carlo.ts is worth. */
const EXACT_PRICE = 7.1286;

describe('monte-carlo.ts', () => {
  it('comes within four standard errors of the exact price, and to the same one in one process', async () => {
    const [result = '', alone, times] = await outputOf('monte-carlo.ts');
    const [, price, error] =
      /^10,000,000 paths: (\d\.\d{4}) ± (\d\.\d{4}) \(standard error\)$/.exec(result) ?? [];
    expect(Number(error)).toBeLessThan(0.01);
    expect(Math.abs(Number(price) - EXACT_PRICE)).toBeLessThan(4 * Number(error));
    expect(alone).toBe('This process alone: the same price');
    expect(times).toMatch(/ \d+\.\d times as fast on \d+ cores$/);
  }, 150_000);
});

describe('checksums.ts', () => {
  it('counts files, bytes and duplicates below the folder given', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'checksums-'));
    for (const name of ['a', 'b', 'c']) await writeFile(join(folder, name), 'abc');
    await writeFile(join(folder, 'large'), Buffer.alloc(1_000_000));
    const [totals, duplicates, most, ...others] = await outputOf('checksums.ts', folder);
    await rm(folder, { recursive: true });
    expect(totals).toMatch(/^4 files, 1\.0 MB in \d+\.\d s: \d+\.\d MB\/s$/);
    expect(duplicates).toBe('2 are duplicates, 0.0 MB');
    expect(most).toBe('3 times ba7816bf8f01  a');
    expect(others).toEqual([]);
  }, 150_000);
});

describe('streaming.ts', () => {
  it('finds a number that takes more than 400 steps, and keeps its memory small', async () => {
    const lines = await outputOf('streaming.ts');
    const last = /^(\d+) takes (\d+) steps; found after (\d+) results, (\d+) MB of heap$/.exec(
      lines.at(-1) ?? '',
    );
    const [, item, steps, seen, megabytes] = last?.map(Number) ?? [];
    expect(item).toBeGreaterThanOrEqual(230_631); // the first that does
    expect(steps).toBeGreaterThan(400);
    expect(seen).toBeGreaterThan(200_000);
    expect(megabytes).toBeLessThan(150);
  }, 150_000);
});
