import { capture, load } from '@lithops/closure';
import { type BenchCase, timed } from '../case.js';

const TIMES = 200;

/** A closure with three captured values, captured and loaded again: milliseconds for one. */
export const captureAndLoad: BenchCase = {
  name: 'capture + load, 3 captured values, warm',
  against: '1 ms',
  target: 0.5,
  rounds: 7,
  open: async () => {
    const run = async (): Promise<number> => (await timed(captureMany)) / TIMES;
    await run();
    return [
      { name: 'lithops', run, close: async () => undefined },
      { name: '1 ms', run: async () => 1, close: async () => undefined },
    ];
  },
};

async function captureMany(): Promise<void> {
  for (let count = 0; count < TIMES; count++) {
    const [factor, label, table] = [count, `n${count}`, { count }];
    await load(capture((x: number) => [x * factor, label, table.count]));
  }
}
