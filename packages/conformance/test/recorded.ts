import type { TestRunner } from '../src/index.js';

/** A test that a suite has registered, by all its names. */
export interface RecordedTest {
  readonly name: string;
  /** @returns what it failed with */
  run(): Promise<Error | undefined>;
}

/** A test that has failed, and with what. */
export interface Failure {
  readonly name: string;
  readonly message: string;
}

/** What a suite has registered with a runner that runs nothing by itself. */
export class Recorded {
  readonly #tests: RecordedTest[] = [];
  readonly #before: (() => Promise<void>)[] = [];
  readonly #after: (() => Promise<void>)[] = [];

  constructor(register: (runner: TestRunner) => void) {
    const names: string[] = [];
    register({
      describe: (name, body) => {
        names.push(name);
        body();
        names.pop();
      },
      it: (name, body) =>
        this.#tests.push({ name: [...names, name].join(' › '), run: () => failureOf(body) }),
      beforeAll: (body) => this.#before.push(body),
      afterAll: (body) => this.#after.push(body),
    });
  }

  get tests(): readonly RecordedTest[] {
    return this.#tests;
  }

  /** Runs tests, one after the other, and what the suite wants to be done before and after. @param only - @default all */
  async failures(only: (name: string) => boolean = () => true): Promise<readonly Failure[]> {
    const failures: Failure[] = [];
    for (const body of this.#before) await body();
    try {
      for (const { name, run } of this.#tests.filter(({ name }) => only(name))) {
        const failure = await run();
        if (failure !== undefined) failures.push({ name, message: failure.message });
      }
    } finally {
      for (const body of this.#after) await body();
    }
    return failures;
  }
}

async function failureOf(body: () => Promise<void> | void): Promise<Error | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
