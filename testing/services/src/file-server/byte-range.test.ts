import { describe, expect, it } from 'vitest';
import { byteRange } from './byte-range.js';

describe('what a Range header asks of a file of 10 bytes', () => {
  it.each([
    ['bytes=0-3', { first: 0, last: 3 }],
    ['bytes=4-', { first: 4, last: 9 }],
    ['bytes=-2', { first: 8, last: 9 }],
    ['bytes=-20', { first: 0, last: 9 }],
    ['bytes=8-20', { first: 8, last: 9 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,4-5', undefined],
    ['lines=0-3', undefined],
    [undefined, undefined],
  ])('%s', (header, range) => {
    expect(byteRange(header, 10)).toEqual(range);
  });

  it('is nothing that an empty file has', () => {
    expect(byteRange('bytes=0-', 0)).toBe('unsatisfiable');
  });
});
