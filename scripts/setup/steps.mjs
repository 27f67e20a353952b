/**
 * Does one step of a task and prints one line for it: what, how it went, how long it took.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {(result: T) => string | undefined} [outcome] a word for the line, instead of nothing
 * @returns {Promise<T>}
 */
export function step(title, work, outcome) {
  return tell(title, timed(work), outcome);
}

/**
 * What became of work, and how long it took. Never rejects: it may have ended long before anybody asks.
 *
 * @template T
 * @typedef {Promise<{ readonly settled: PromiseSettledResult<T>, readonly seconds: string }>} Timed
 */

/**
 * Begins some work.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Timed<T>}
 */
export async function timed(work) {
  const start = performance.now();
  const [settled] = await Promise.allSettled([work()]);
  return { settled, seconds: `${((performance.now() - start) / 1000).toFixed(1)} s` };
}

/**
 * Prints the line of a step whose work has begun elsewhere.
 *
 * @template T
 * @param {string} title
 * @param {Timed<T>} work
 * @param {(result: T) => string | undefined} [outcome] a word for the line, instead of nothing
 * @returns {Promise<T>}
 */
export async function tell(title, work, outcome) {
  process.stdout.write(`${title.padEnd(44, '.')} `);
  const { settled, seconds } = await work;
  if (settled.status === 'rejected') {
    process.stdout.write(`failed, ${seconds}\n`);
    throw settled.reason;
  }
  const word = outcome?.(settled.value);
  process.stdout.write(`${word === undefined ? '' : `${word}, `}${seconds}\n`);
  return settled.value;
}
