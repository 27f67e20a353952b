import type { ComputeBackend } from '@lithops/core/spec';
import { leaveOut } from '../left-out.js';
import { keeping } from '../promises.js';
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
export function registerGroup(
  { describe, it }: TestRunner,
  platform: SuitePlatform,
  group: PromiseGroup,
): void {
  describe(group.title, () => {
    for (const { name, promise, unless, test } of group.promises) {
      it(name, async () => {
        const why = await reason(platform, [group.unless, unless]);
        if (why !== undefined) leaveOut(why);
        await keeping(promise, () => test(platform));
      });
    }
  });
}

async function reason(
  platform: SuitePlatform,
  all: readonly (Unless | undefined)[],
): Promise<string | undefined> {
  if (all.every((unless) => unless === undefined)) return undefined;
  const backend = await platform.backend();
  return all.map((unless) => unless?.(backend)).find((why) => why !== undefined);
}
