import type { TestRunner } from '../../../src/index.js';

/** What a test of a suite came to. */
export interface Outcome {
  readonly name: string;
  /** Message of what it failed with; `undefined`: it passed. */
  readonly failure: string | undefined;
}

interface Registered {
  readonly name: string;
  body(): Promise<void> | void;
}

/** A runner that runs what is registered, one test after the other, and keeps what came of it. */
export async function record(register: (runner: TestRunner) => void): Promise<readonly Outcome[]> {
  const path: string[] = [];
  const tests: Registered[] = [];
  const before: (() => Promise<void>)[] = [];
  const after: (() => Promise<void>)[] = [];
  register({
    describe(name, body) {
      path.push(name);
      body();
      path.pop();
    },
    it: (name, body) => tests.push({ name: [...path, name].join(' › '), body }),
    beforeAll: (body) => before.push(body),
    afterAll: (body) => after.push(body),
  });
  for (const hook of before) await hook();
  const outcomes: Outcome[] = [];
  for (const test of tests) outcomes.push(await run(test));
  for (const hook of after) await hook();
  return outcomes;
}

async function run({ name, body }: Registered): Promise<Outcome> {
  try {
    await body();
    return { name, failure: undefined };
  } catch (error) {
    return { name, failure: error instanceof Error ? error.message : String(error) };
  }
}
