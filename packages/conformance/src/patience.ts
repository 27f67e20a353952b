import { setTimeout as pause } from 'node:timers/promises';

/** How long suites wait by default, milliseconds. */
const PATIENCE_MS = 60_000;

/** Between two looks, milliseconds. */
const LOOK_MS = 10;

/** How long a suite waits for what must happen, before that counts as never happening. */
export class Patience {
  readonly patienceMs: number;

  constructor(patienceMs = PATIENCE_MS) {
    this.patienceMs = patienceMs;
  }

  /** Looks again and again, until it is so. @param what - is missing, as a sentence without a full stop */
  async until(isSo: () => boolean | Promise<boolean>, what: string | (() => string)): Promise<void> {
    const endMs = performance.now() + this.patienceMs;
    while (!(await isSo())) {
      if (performance.now() > endMs) throw this.#tooLong(what);
      await pause(LOOK_MS);
    }
  }

  /**
   * What must come.
   * @param what - was so when it had not come, as a sentence without a full stop
   * @param times - as patient as otherwise
   */
  async soon<T>(coming: PromiseLike<T>, what: string, times = 1): Promise<T> {
    const stop = new AbortController();
    const late = pause(times * this.patienceMs, undefined, { signal: stop.signal }).then(() => {
      throw this.#tooLong(what, times);
    });
    // When it has come, nobody waits for this any more.
    late.catch(() => undefined);
    try {
      return await Promise.race([coming, late]);
    } finally {
      stop.abort();
    }
  }

  #tooLong(what: string | (() => string), times = 1): Error {
    const detail = typeof what === 'string' ? what : what();
    return new Error(`After ${times * this.patienceMs} ms, ${detail}.`);
  }
}
