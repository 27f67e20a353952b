import { WorkerFleet } from '@lithops/testing-backends';
import { afterAll, expect, it } from 'vitest';
import { computeBackendSuite } from '../../../src/index.js';
import type { Broken } from './broken-plugin.js';
import { type Outcome, record } from './record.js';

/** Longer than anything takes that comes at all, milliseconds. */
const PATIENCE_MS = 10_000;

/** Registers a test for each: the suite must fail where it is broken, and nowhere else. */
export function expectBroken(all: readonly Broken[]): void {
  const fleet = new WorkerFleet();
  afterAll(() => fleet.close());
  it.each(all)('finds the backend that $that', { timeout: 600_000 }, async ({ plugin, fails }) => {
    const outcomes = await record((runner) =>
      computeBackendSuite(runner, {
        create: () => plugin(fleet),
        patienceMs: PATIENCE_MS,
        onLeftOut: () => undefined,
      }),
    );
    const failures = new Map(outcomes.filter(hasFailed).map(({ name, failure }) => [name, failure]));
    expect(Object.fromEntries(failures)).toEqual(
      Object.fromEntries(Object.entries(fails).map(([name, says]) => [name, expect.stringMatching(says)])),
    );
  });
}

function hasFailed({ failure }: Outcome): boolean {
  return failure !== undefined;
}
