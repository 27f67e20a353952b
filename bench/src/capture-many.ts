import { type AnyFunction, capture, load } from '@lithops/closure';
import { type Contestant, nothingToClose, timed } from './case.js';

/** Captures and loads functions again: milliseconds for one. @param make a new one each time */
export async function captureMany(times: number, make: (count: number) => AnyFunction): Promise<Contestant> {
  const work = async (): Promise<void> => {
    for (let count = 0; count < times; count++) await load(capture(make(count)));
  };
  const run = async () => ({ ms: (await timed(work)).ms / times });
  await run();
  return { name: 'lithops', run, close: nothingToClose };
}
