import { Patience } from '../patience.js';
import { keeping } from '../promises.js';

/** Waits for what a promise says, and names the promise when that does not come. */
export class NamingPatience {
  readonly #patience: Patience;

  constructor(patienceMs: number | undefined) {
    this.#patience = new Patience(patienceMs);
  }

  /** Resolves when it is so. @param got - what it came to until then */
  until(promise: string, isSo: () => boolean, expected: string, got: () => string): Promise<void> {
    return keeping(promise, () => this.#patience.until(isSo, () => `expected ${expected}, got ${got()}`));
  }

  /** What something comes to, if it does. @param times - as patient as otherwise */
  settled<T>(promise: string, pending: PromiseLike<T>, expected: string, times?: number): Promise<T> {
    return keeping(promise, () => this.#patience.soon(pending, `expected ${expected}, got nothing`, times));
  }
}
