import type { TestRunner } from '../../src/index.js';

/** A test that a suite has registered, by all its names. */
export interface RecordedTest {
  readonly name: string;
  run(): Promise<void>;
}

export interface Recorded {
  readonly tests: readonly RecordedTest[];
  /** What the suite wants to be done at its end. */
  end(): Promise<void>;
}

/** What a suite registers, without running it. */
export function record(register: (runner: TestRunner) => void): Recorded {
  const names: string[] = [];
  const tests: RecordedTest[] = [];
  const last: (() => Promise<void>)[] = [];
  register({
    describe(name, body) {
      names.push(name);
      body();
      names.pop();
    },
    it: (name, body) => tests.push({ name: [...names, name].join(' › '), run: async () => await body() }),
    beforeAll: () => {
      throw new Error('Expected a suite that needs nothing before its tests.');
    },
    afterAll: (body) => last.push(body),
  });
  return {
    tests,
    end: async () => {
      for (const body of last) await body();
    },
  };
}
