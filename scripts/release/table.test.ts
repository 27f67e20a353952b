import { expect, it } from 'vitest';
import { table } from './table.js';

it('puts texts below each other, numbers to the right', () => {
  const rows = [
    ['installed', 'size'],
    ['core', '8.1 MB'],
    ['all', '37.8 MB'],
  ];
  expect(table(rows)).toBe('installed  size\ncore        8.1 MB\nall        37.8 MB');
});
