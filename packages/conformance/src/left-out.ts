import type { TestRunner } from './test-runner.js';

/** Thrown by a test that is about something which is not promised here. */
class LeftOut extends Error {}

/** Leaves the test out in which it is called. @param why - as a clause without a full stop */
export function leaveOut(why: string): never {
  throw new LeftOut(why);
}

export function isLeftOut(error: unknown): boolean {
  return error instanceof LeftOut;
}

/**
 * The caller's runner, whose tests may leave themselves out: where it has a way to, it shows them as skipped, and in any case
 * somebody hears which it was, and why.
 */
export function leavingOut(runner: TestRunner, onLeftOut: (line: string) => void = console.info): TestRunner {
  let path: readonly string[] = [];
  return {
    describe(name, body) {
      // Runners call what a group has at once, or when they have heard of all groups.
      const own = [...path, name];
      return runner.describe(name, () => {
        const outer = path;
        path = own;
        try {
          body();
        } finally {
          path = outer;
        }
      });
    },
    it(name, body) {
      const title = [...path, name].join(' › ');
      // What runners hand a test is taken without being named, because Jest waits for whoever names it to call it.
      return runner.it(name, (...given: unknown[]) => run(title, body, given[0], onLeftOut));
    },
    beforeAll: (body) => runner.beforeAll(body),
    afterAll: (body) => runner.afterAll(body),
  };
}

async function run(
  title: string,
  body: () => Promise<void> | void,
  given: unknown,
  onLeftOut: (line: string) => void,
): Promise<void> {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error;
    onLeftOut(`Left out: ${title}: ${error.message}.`);
    if (canSkip(given)) given.skip(error.message);
  }
}

/** Runners tell a test of themselves: vitest by a function, node:test by an object. */
function canSkip(given: unknown): given is { skip(why: string): void } {
  const isAny = (typeof given === 'object' && given !== null) || typeof given === 'function';
  return isAny && 'skip' in given && typeof given.skip === 'function';
}
