import ms from 'ms';
import { captureMany } from '../capture-many.js';
import type { BenchCase } from '../case.js';

/** A closure that uses a package, captured and loaded again when the package was bundled before. */
export const capturePackage: BenchCase = {
  name: 'capture + load, with a package, warm',
  against: 1,
  target: 2,
  rounds: 7,
  open: async () => [await captureMany(100, (count) => (text: string) => ms(text as ms.StringValue) + count)],
};
