import type { TestRunner } from '../../src/index.js';

/** A test that has failed: its name with that of its groups before it, and why. */
export interface Failure {
  readonly name: string;
  readonly message: string;
}

interface Test {
  readonly name: string;
  readonly body: () => Promise<void> | void;
}

/** Runs what a suite registers, one test after the other, and keeps what fails instead of failing. */
export class RecordingRunner implements TestRunner {
  readonly #groups: string[] = [];
  readonly #before: (() => Promise<void>)[] = [];
  readonly #after: (() => Promise<void>)[] = [];
  readonly #tests: Test[] = [];

  readonly describe = (name: string, body: () => void): void => {
    this.#groups.push(name);
    body();
    this.#groups.pop();
  };

  readonly it = (name: string, body: () => Promise<void> | void): void => {
    this.#tests.push({ name: [...this.#groups, name].join(' '), body });
  };

  readonly beforeAll = (body: () => Promise<void>): void => void this.#before.push(body);
  readonly afterAll = (body: () => Promise<void>): void => void this.#after.push(body);

  get size(): number {
    return this.#tests.length;
  }

  /** @param only - a part of the names of the tests that are run; @default all */
  async run(only = ''): Promise<readonly Failure[]> {
    const failures: Failure[] = [];
    for (const body of this.#before) await body();
    for (const { name, body } of this.#tests) {
      if (!name.includes(only)) continue;
      try {
        await body();
      } catch (error) {
        failures.push({ name, message: error instanceof Error ? error.message : String(error) });
      }
    }
    for (const body of this.#after) await body();
    return failures;
  }
}
