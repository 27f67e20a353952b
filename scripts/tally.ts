/** How many tests or checks went well, and how many did not. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** @returns `N passed, N failed`: always the last line of what counts. */
export function tallyLine({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

/** Sums tallies up. A sum in which nothing passed and nothing failed counts as one failure: nothing ran. */
export function sum(tallies: Iterable<Tally>): Tally {
  let passed = 0;
  let failed = 0;
  for (const tally of tallies) {
    passed += tally.passed;
    failed += tally.failed;
  }
  return passed + failed === 0 ? { passed: 0, failed: 1 } : { passed, failed };
}

/** Prints the sum as the last line and makes the process end with 1 when anything failed. */
export function finish(tallies: Iterable<Tally>): void {
  const total = sum(tallies);
  if (total.failed > 0) process.exitCode = 1;
  console.log(tallyLine(total));
}
