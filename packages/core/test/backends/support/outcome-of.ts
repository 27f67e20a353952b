import type { FuturesList } from '@lithops/core';
import { expect } from 'vitest';
import type { Journal } from './journal.js';

/** How each call ended: its value, or the code it failed with. */
export async function endsOf(list: FuturesList<unknown>): Promise<unknown[]> {
  const ends = await list.settled();
  return ends.map((end) => (end.status === 'fulfilled' ? end.value : codeOf(end.reason)));
}

function codeOf(reason: unknown): unknown {
  return typeof reason === 'object' && reason !== null && 'code' in reason ? reason.code : reason;
}

/** No call began more often than its future counts attempts, and no attempt of it twice. */
export function expectCounted(list: FuturesList<unknown>, journal: Journal): void {
  const begun = journal.begun();
  expect(new Set(begun).size).toBe(begun.length);
  for (const future of list) expect(journal.runsOf(future.index)).toBeLessThanOrEqual(future.stats.attempts);
}
