import { WorkerFleet } from '@lithops/testing-backends';
import { afterAll, expect, it } from 'vitest';
import { groups, registerGroups } from '../../../src/compute/index.js';
import { Recorded } from '../../recorded.js';
import type { Broken } from './broken-plugin.js';

/** Longer than anything takes that comes at all, milliseconds. */
const PATIENCE_MS = 10_000;

interface Where {
  /** Whether tests run beside each other: most of them wait for what never comes. */
  readonly isConcurrent: boolean;
}

/** Registers a test for each: groups of tests in which it is broken must fail there, and nowhere else. */
export function expectBroken(all: readonly Broken[], { isConcurrent }: Where = { isConcurrent: true }): void {
  const fleet = new WorkerFleet();
  afterAll(() => fleet.close());
  const own = isConcurrent ? it.concurrent : it;
  own.each(all)('finds the backend that $that', { timeout: 600_000 }, async ({ plugin, fails }) => {
    const isAbout = (title: string): boolean =>
      Object.keys(fails).some((name) => name.startsWith(`${title} › `));
    const options = { create: () => plugin(fleet), patienceMs: PATIENCE_MS, onLeftOut: () => undefined };
    const suite = new Recorded((runner) =>
      registerGroups(
        runner,
        options,
        groups.filter(({ title }) => isAbout(title)),
      ),
    );
    const failures = await suite.failures();
    expect(Object.fromEntries(failures.map(({ name, message }) => [name, message]))).toEqual(
      Object.fromEntries(
        Object.entries(fails).map(([name, says]) => [
          `a compute backend › ${name}`,
          expect.stringMatching(says),
        ]),
      ),
    );
  });
}
