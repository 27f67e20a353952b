/**
 * Does one step of a task and prints one line for it: what, how it went, how long it took.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {(result: T) => string | undefined} [outcome] a word for the line, instead of nothing
 * @returns {Promise<T>}
 */
export async function step(title, work, outcome) {
  const start = performance.now();
  process.stdout.write(`${title.padEnd(44, '.')} `);
  try {
    const result = await work();
    const word = outcome?.(result);
    process.stdout.write(`${word === undefined ? '' : `${word}, `}${seconds(start)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`failed, ${seconds(start)}\n`);
    throw error;
  }
}

/** @param {number} start */
function seconds(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
