// An executor inside a call, awaited there: each step of a search needs a map before it knows where to go on.
// There is one worker slot, and no deadlock: a call that waits for others lends its slot to them.
import { FunctionExecutor } from '@lithops/core';

interface Point {
  readonly x: number;
  readonly y: number;
}
type Kernel = (distance: number) => number;

const kernels = {
  box: (d: number) => (Math.abs(d) <= 1 ? 1 : 0),
  triangle: (d: number) => Math.max(0, 1 - Math.abs(d)),
  gauss: (d: number) => Math.exp(-d * d * 2),
};
/** A sine with something like noise on it. */
const points = Array.from({ length: 400 }, (_, i): Point => {
  const x = i / 40;
  return { x, y: Math.sin(x) + 0.4 * Math.sin(i * i) };
});

/** What the points nearby say about `y` at `x`. */
function smooth(known: readonly Point[], x: number, width: number, kernel: Kernel): number {
  let [sum, weights] = [0, 1e-9];
  for (const point of known) {
    const weight = kernel((point.x - x) / width);
    sum += weight * point.y;
    weights += weight;
  }
  return sum / weights;
}

/** Runs in a worker: the width that predicts best what it has not seen, by five-fold cross-validation. */
async function bestWidth([name, kernel]: [string, Kernel]) {
  await using exec = new FunctionExecutor(); // the executor of the caller: same backend, same storage
  const errorAt = async (width: number) => {
    const folds = await exec.map(
      (fold: number) => {
        const [known, hidden] = [
          points.filter((_, i) => i % 5 !== fold),
          points.filter((_, i) => i % 5 === fold),
        ];
        return hidden.reduce((sum, { x, y }) => sum + (smooth(known, x, width, kernel) - y) ** 2, 0);
      },
      [0, 1, 2, 3, 4],
    );
    return Math.sqrt(folds.reduce((sum, error) => sum + error) / points.length);
  };
  let [width, error] = [1, await errorAt(1)];
  for (;;) {
    const narrower = await errorAt(width * 0.8);
    if (narrower >= error) return { name, width, error };
    [width, error] = [width * 0.8, narrower];
  }
}

await using exec = new FunctionExecutor({ maxWorkers: 1 });
for (const { name, width, error } of await exec.map(bestWidth, Object.entries(kernels))) {
  console.log(`${name.padEnd(9)} best width ${width.toFixed(2)}, error ${error.toFixed(3)}`);
}
