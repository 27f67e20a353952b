import { describe, expect, it } from 'vitest';
import { nominalRanges } from './nominal-ranges.js';
import { checkPartitionOptions, type PartitionOptions } from './partition-options.js';

const ranges = (size: number, options: PartitionOptions) =>
  [...nominalRanges(size, options)].map(({ start, end }) => [start, end]);

describe('the ranges of an object', () => {
  it('are one without options', () => {
    expect(ranges(9, {})).toEqual([[0, 9]]);
    expect(ranges(1, {})).toEqual([[0, 1]]);
  });

  it('are as long as objChunkSize says, the last one what is left', () => {
    expect(ranges(9, { chunkSize: 4 })).toEqual([
      [0, 4],
      [4, 8],
      [8, 9],
    ]);
    expect(ranges(8, { chunkSize: 4 })).toEqual([
      [0, 4],
      [4, 8],
    ]);
    expect(ranges(1, { chunkSize: 4 })).toEqual([[0, 1]]);
  });

  it('are exactly as many as objChunkNumber says', () => {
    expect(ranges(9, { chunkNumber: 4 })).toEqual([
      [0, 3],
      [3, 5],
      [5, 7],
      [7, 9],
    ]);
    expect(ranges(2, { chunkNumber: 3 })).toEqual([
      [0, 1],
      [1, 2],
      [2, 2],
    ]);
  });

  it('of an empty object are empty', () => {
    expect(ranges(0, {})).toEqual([[0, 0]]);
    expect(ranges(0, { chunkSize: 4 })).toEqual([[0, 0]]);
    expect(ranges(0, { chunkNumber: 2 })).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('add up beyond what 32 bits count', () => {
    const size = 5 * 2 ** 40 + 1;
    const found = ranges(size, { chunkNumber: 1_000 });
    expect(found.at(-1)?.[1]).toBe(size);
    expect(found.reduce((sum, [start = 0, end = 0]) => sum + end - start, 0)).toBe(size);
  });
});

describe('options that make no parts', () => {
  it.each<[PartitionOptions, string]>([
    [{ chunkSize: 0 }, 'objChunkSize'],
    [{ chunkSize: 1.5 }, 'objChunkSize'],
    [{ chunkNumber: -1 }, 'objChunkNumber'],
    [{ chunkNumber: Number.NaN }, 'objChunkNumber'],
    [{ chunkSize: 1, chunkNumber: 1 }, 'both (1 and 1)'],
    [{ newline: '' }, 'objNewline'],
    [{ newline: '\ud800' }, 'objNewline'],
  ])('%j are refused by name', (options, message) => {
    expect(() => checkPartitionOptions(options)).toThrow(message);
  });
});
