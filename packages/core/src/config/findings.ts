import { isLithopsError, type LithopsError } from '../errors/lithops-error.js';
import { type Mend, mendableError } from '../errors/mend.js';

/** What reading a configuration has found so far: all of its errors, so that a check can show them at once. */
export class Findings {
  readonly #problems: LithopsError[] = [];
  readonly #warnings = new Set<string>();

  get problems(): readonly LithopsError[] {
    return this.#problems;
  }

  get warnings(): readonly string[] {
    return [...this.#warnings];
  }

  /** Notes an error of a key or section, code `LITHOPS_CONFIG`. */
  problem(message: string, mend?: Mend): void {
    this.add(mendableError({ code: 'LITHOPS_CONFIG', message, mend }));
  }

  /** Notes an error that has a code of its own. */
  add(problem: LithopsError): void {
    this.#problems.push(problem);
  }

  /** Notes what is no error; the same text once. */
  warn(message: string): void {
    this.#warnings.add(message);
  }

  /** Runs a step; an error of Lithops is noted and gives `undefined`, so that the next step can find more. */
  attempt<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!isLithopsError(error)) throw error;
      this.add(error);
      return undefined;
    }
  }
}
