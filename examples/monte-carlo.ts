// Prices an option by simulation: seeded calls, so that every run gives the same price, and the speed-up over one process.
import { availableParallelism } from 'node:os';
import { FunctionExecutor } from '@lithops/core';

const option = { spot: 100, strike: 105, rate: 0.03, volatility: 0.2, years: 1 };
const pathsPerCall = 100_000;
const seeds = Array.from({ length: 100 }, (_, call) => call + 1);

/** Uniform in (0, 1), the same sequence for the same seed (mulberry32). */
function uniform(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Runs in the workers, and once here to compare: sums over the discounted payoffs of some paths. */
function simulate(seed: number) {
  const { spot, strike, rate, volatility, years } = option;
  const random = uniform(seed);
  const drift = (rate - volatility ** 2 / 2) * years;
  const spread = volatility * Math.sqrt(years);
  let [sum, squares] = [0, 0];
  for (let path = 0; path < pathsPerCall; path++) {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    const payoff = Math.exp(-rate * years) * Math.max(spot * Math.exp(drift + spread * normal) - strike, 0);
    sum += payoff;
    squares += payoff ** 2;
  }
  return { sum, squares };
}

function priceOf(parts: ReturnType<typeof simulate>[]) {
  const paths = parts.length * pathsPerCall;
  const price = parts.reduce((total, { sum }) => total + sum, 0) / paths;
  const variance = parts.reduce((total, { squares }) => total + squares, 0) / paths - price ** 2;
  return { paths, price, standardError: Math.sqrt(variance / paths) };
}

async function timed<T>(work: () => T | Promise<T>) {
  const startMs = performance.now();
  return { value: await work(), seconds: (performance.now() - startMs) / 1000 };
}

await using exec = new FunctionExecutor();
const workers = await timed(() => exec.mapReduce(simulate, seeds, priceOf));
const alone = await timed(() => priceOf(seeds.map(simulate)));

const { paths, price, standardError } = workers.value;
console.log(
  `${paths.toLocaleString('en')} paths: ${price.toFixed(4)} ± ${standardError.toFixed(4)} (standard error)`,
);
console.log(`This process alone: ${alone.value.price === price ? 'the same price' : `${alone.value.price}`}`);
console.log(
  `${alone.seconds.toFixed(1)} s alone, ${workers.seconds.toFixed(1)} s in workers, their start included: ` +
    `${(alone.seconds / workers.seconds).toFixed(1)} times as fast on ${availableParallelism()} cores`,
);
