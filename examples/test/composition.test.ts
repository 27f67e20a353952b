import { describe, expect, it } from 'vitest';
import { outputOf } from './output.js';

describe('chaining.ts', () => {
  it('draws the Mandelbrot set, which is its own mirror image', async () => {
    const rows = await outputOf('chaining.ts');
    expect(rows).toHaveLength(28);
    expect(rows).toEqual([...rows].reverse());
    expect(rows[13]).toMatch(/^[.:]+-+=.*@{20,}-+:+$/);
  }, 150_000);
});

describe('hand-over.ts', () => {
  it('sorts, walks a tree of folders, and hands over futures', async () => {
    const [sorted, files, powers] = await outputOf('hand-over.ts');
    expect(sorted).toBe('400000 numbers, sorted');
    expect(Number(/^(\d+) files below docs$/.exec(files ?? '')?.[1])).toBeGreaterThan(40);
    expect(powers).toBe('[ [ 2, 4, 8 ], [ 10, 100, 1000 ] ]');
  }, 150_000);
});

describe('nested-map.ts', () => {
  it('finds a width for each kernel, with one worker slot', async () => {
    expect(await outputOf('nested-map.ts')).toEqual([
      'box       best width 0.33, error 0.286',
      'triangle  best width 0.51, error 0.288',
      'gauss     best width 0.41, error 0.288',
    ]);
  }, 150_000);
});
