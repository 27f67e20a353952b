const BASE_MS = 50;
const CEILING_MS = 10_000;

/**
 * Pause before try `n` (1, 2, …) in milliseconds: exponential with full jitter.
 * Formula: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 (`sleep = random(0, min(cap, base · 2ⁿ))`),
 * with half of it fixed so that a pause is never nothing.
 */
export function backoffMs(n: number, random: () => number = Math.random): number {
  const ceiling = Math.min(CEILING_MS, BASE_MS * 2 ** n);
  return ceiling / 2 + (random() * ceiling) / 2;
}
