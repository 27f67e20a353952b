import { type AnyFunction, capture, load } from '@lithops/closure';
import { type Contestant, nothingToClose, timed } from './case.js';

/** So many functions are captured before the first is measured: until then, V8 compiles more than it saves. */
const WARM_UP = 2_000;

/** Captures and loads functions again: milliseconds for one. @param make a new one each time */
export async function captureMany(times: number, make: (count: number) => AnyFunction): Promise<Contestant> {
  const work = async (count = times): Promise<void> => {
    for (let n = 0; n < count; n++) await load(capture(make(n)));
  };
  const run = async () => ({ ms: (await timed(() => work())).ms / times });
  await work(WARM_UP);
  return { name: 'lithops', run, close: nothingToClose };
}
