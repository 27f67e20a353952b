import { describe, expect, it } from 'vitest';
import { outputOf } from './output.js';

describe('word-count-by-object.ts', () => {
  it('counts the words of real texts, the longest first', async () => {
    const [head = '', ...rows] = await outputOf('word-count-by-object.ts');
    const [, words, texts] = /^(\d+) words of more than four letters in (\d+) texts/.exec(head) ?? [];
    expect(Number(texts)).toBeGreaterThan(80);
    expect(Number(words)).toBeGreaterThan(40 * Number(texts));
    const counts = rows.map((row) =>
      Number(/^ *(\d+) {2}word-count\/.*\.md \(most of all: \p{L}{5,}\)$/u.exec(row)?.[1]),
    );
    expect(counts).toHaveLength(5);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  }, 150_000);
});

describe('csv-aggregation.ts', () => {
  it('reads each row that it has generated once, whatever the parts', async () => {
    const [generated = '', read = '', ...cities] = await outputOf('csv-aggregation.ts', '40');
    const rows = Number(/^(\d+) rows generated/.exec(generated)?.[1]);
    expect(rows).toBeGreaterThan(3_000_000);
    expect(Number(/^(\d+) rows read/.exec(read)?.[1])).toBe(rows);
    // Temperatures of each city are even over 20 degrees, so their mean is the middle.
    expect(cities).toHaveLength(7);
    for (const city of cities) {
      const [least = 0, mean = 0, most = 0] = city.slice(8).trim().split(/ +/).map(Number);
      expect(most - least).toBeCloseTo(20, 1);
      expect(mean).toBeCloseTo((least + most) / 2, 0);
    }
  }, 150_000);
});

describe('reduce-by-key.ts', () => {
  it('puts together the parts of each log', async () => {
    expect(await outputOf('reduce-by-key.ts')).toEqual([
      'antares  20000 requests in 4 parts, 2.00 % failed, 109.5 ms each',
      'mira     20000 requests in 4 parts, 1.00 % failed, 109.5 ms each',
      'rigel    20000 requests in 4 parts, 0.67 % failed, 109.5 ms each',
      'vega     20000 requests in 4 parts, 0.50 % failed, 109.5 ms each',
    ]);
  }, 150_000);
});
