// map → map → reduce without waiting in between: each call begins as soon as what it needs is there.
import { FunctionExecutor } from '@lithops/core';

const [width, height, limit] = [76, 28, 2_000];

/** How many rounds each point of a row of the plane stays close to zero: the Mandelbrot set. */
function iterate(row: number): number[] {
  const imaginary = (row / (height - 1) - 0.5) * 2.4;
  return Array.from({ length: width }, (_, column) => {
    const real = (column / (width - 1)) * 3 - 2.1;
    let [x, y, rounds] = [0, 0, 0];
    for (; x * x + y * y < 4 && rounds < limit; rounds++)
      [x, y] = [x * x - y * y + real, 2 * x * y + imaginary];
    return rounds;
  });
}

/** A darker character for each doubling of the rounds. */
function shade(rounds: number[]): string {
  return rounds.map((n) => ' .:-=+*#%@@@'[Math.floor(Math.log2(n + 1))] ?? '@').join('');
}

await using exec = new FunctionExecutor();
const rows = exec.map(iterate, Array(height).keys()); // FuturesList<number[]>
const lines = rows.map(shade); // FuturesList<string>: a row is shaded while others are still being computed
const picture = lines.reduce((all) => all.join('\n')); // ResponseFuture<string>
console.log(await picture); // the only wait
