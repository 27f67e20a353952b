import { AssertionError } from 'node:assert/strict';
import type { ComputeBackend } from '@lithops/core/spec';
import type { TestRunner } from '../test-runner.js';
import type { SuitePlatform } from './suite-platform.js';

/** Says why a backend does not promise something, by what it declares; `undefined`: it does. */
export type Unless = (backend: ComputeBackend) => string | undefined;

/** Something that a backend promises, and the test of it. */
export interface Promised {
  readonly name: string;
  /** The promise, as a sentence about the backend without a full stop. */
  readonly promise: string;
  readonly unless?: Unless | undefined;
  /** @throws when the promise is not kept */
  test(platform: SuitePlatform): Promise<void>;
}

/** Promises that belong together. */
export interface PromiseGroup {
  readonly title: string;
  /** For all of them. */
  readonly unless?: Unless | undefined;
  readonly promises: readonly Promised[];
}

/** Registers a group as tests of the caller's runner. */
export function registerGroup(runner: TestRunner, platform: SuitePlatform, group: PromiseGroup): void {
  runner.describe(group.title, () => {
    for (const promised of group.promises) {
      // What runners hand a test is taken without being named, because Jest waits for whoever names it to call it.
      const body = (...given: unknown[]): Promise<void> => run(platform, group, promised, given[0]);
      runner.it(promised.name, body);
    }
  });
}

async function run(
  platform: SuitePlatform,
  group: PromiseGroup,
  { name, promise, unless, test }: Promised,
  given: unknown,
): Promise<void> {
  const why = await reason(platform, [group.unless, unless]);
  if (why === undefined) return await keeping(promise, () => test(platform));
  platform.leftOut(`Left out: ${group.title} › ${name}: ${why}.`);
  if (canSkip(given)) given.skip(why);
}

async function reason(
  platform: SuitePlatform,
  all: readonly (Unless | undefined)[],
): Promise<string | undefined> {
  if (all.every((unless) => unless === undefined)) return undefined;
  const backend = await platform.backend();
  return all.map((unless) => unless?.(backend)).find((why) => why !== undefined);
}

/** Names the promise in whatever shows that it is not kept. */
async function keeping(promise: string, test: () => Promise<void>): Promise<void> {
  try {
    await test();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    const error = new AssertionError({ message: `Broken promise: ${promise}.\n${detail}` });
    error.cause = cause;
    throw error;
  }
}

/** Runners tell a test of themselves: vitest by a function, node:test by an object. */
function canSkip(given: unknown): given is { skip(why: string): void } {
  const isAny = (typeof given === 'object' && given !== null) || typeof given === 'function';
  return isAny && 'skip' in given && typeof given.skip === 'function';
}
