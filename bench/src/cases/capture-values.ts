import { captureMany } from '../capture-many.js';
import type { BenchCase } from '../case.js';

/** A closure with three captured values, captured and loaded again. */
export const captureValues: BenchCase = {
  name: 'capture + load, 3 captured values, warm',
  against: 1,
  target: 0.5,
  rounds: 7,
  open: async () => [
    await captureMany(200, (count) => {
      const [factor, label, table] = [count, `n${count}`, { count }];
      return (x: number) => [x * factor, label, table.count];
    }),
  ],
};
