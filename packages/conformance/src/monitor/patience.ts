import { setTimeout as pause } from 'node:timers/promises';
import { breaks } from './promises.js';

/** Between two looks, milliseconds. */
const LOOK_MS = 5;

/** How long the suite waits for what must happen, before it counts as broken. */
export class Patience {
  readonly #patienceMs: number;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Resolves when it is so. @param got - what it came to until then */
  async until(promise: string, isSo: () => boolean, expected: string, got: () => string): Promise<void> {
    const endMs = performance.now() + this.#patienceMs;
    while (!isSo()) {
      if (performance.now() > endMs) breaks(promise, `${expected} within ${this.#patienceMs} ms`, got());
      await pause(LOOK_MS);
    }
  }

  /** What a promise comes to, if it does. */
  async settled<T>(promise: string, pending: Promise<T>, expected: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<'too long'>((resolve) => {
      timer = setTimeout(() => resolve('too long'), this.#patienceMs);
    });
    try {
      const first = await Promise.race([pending.then((value) => ({ value })), tooLong]);
      if (first === 'too long') breaks(promise, `${expected} within ${this.#patienceMs} ms`, 'nothing');
      return first.value;
    } finally {
      clearTimeout(timer);
    }
  }
}
