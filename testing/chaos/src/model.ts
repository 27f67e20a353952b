import type { Fate, Item } from './fates.js';

/** What a call may come to, as {@link describeEnd} words it: one of these. */
export type Ends = readonly string[];

const CANCELLED = 'LITHOPS_CANCELLED';

/** Failures of a fate, as `code` or as `message`; a fate without one gives its value. */
const failureOf: Partial<Record<Fate, (n: number) => string>> = {
  throw: (n) => `no ${n}`,
  'throw-text': (n) => `text ${n}`,
  'no-such-key': () => 'LITHOPS_NO_SUCH_KEY',
  unserialisable: () => 'LITHOPS_VALUE',
  exit: () => 'LITHOPS_WORKER_LOST',
  kill: () => 'LITHOPS_WORKER_LOST',
  garbage: () => 'LITHOPS_WORKER_LOST',
  block: () => 'LITHOPS_TIMEOUT',
  never: () => 'LITHOPS_TIMEOUT',
  memory: () => 'LITHOPS_OUT_OF_MEMORY',
};

/** The failure that a call must come to; `undefined`: it gives its value. */
export function failureBy({ n, fate }: Item): string | undefined {
  return failureOf[fate]?.(n);
}

/** What a call of a map must come to. */
export function endsOfCall(item: Item): Ends {
  return [failureBy(item) ?? `= ${item.n * 10}`];
}

/** What a reduction to a sum must come to: any of the failures, if there is one. */
export function endsOfSum(items: readonly Item[]): Ends {
  const failures = items.flatMap((item) => failureBy(item) ?? []);
  return failures.length > 0 ? failures : [`= ${items.reduce((sum, { n }) => sum + n * 10, 0)}`];
}

/** The same for work that somebody gave up on the way. */
export function orCancelled(ends: Ends): Ends {
  return [...ends, CANCELLED];
}

/** How a call ended: `= value`, the code of Lithops' error, or the message of another. */
export function describeEnd(end: PromiseSettledResult<unknown>): string {
  if (end.status === 'fulfilled') return `= ${JSON.stringify(end.value)}`;
  const { reason } = end;
  if (typeof reason !== 'object' || reason === null) return String(reason);
  const { code, message, cause } = reason as { code?: unknown; message?: unknown; cause?: unknown };
  // Streamed outcomes wrap what was thrown, so that it names its call.
  if (code === 'LITHOPS_CALL_FAILED') return describeEnd({ status: 'rejected', reason: cause });
  return typeof code === 'string' ? code : String(message);
}
