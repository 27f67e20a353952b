import { step } from '../setup/steps.mjs';
import type { Tally } from '../tally.js';
import type { Check } from './check.js';

/** Runs checks one after the other and prints a line for each, with what is wrong below it. */
export async function runChecks(checks: readonly Check[]): Promise<readonly Tally[]> {
  const tallies: Tally[] = [];
  for (const check of checks) {
    const problems = await step(check.name, () => problemsFound(check), outcome);
    for (const problem of problems) console.log(indent(problem));
    tallies.push(problems.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  }
  return tallies;
}

/** A check that breaks has found something as well. */
async function problemsFound(check: Check): Promise<readonly string[]> {
  try {
    return await check.run();
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

function outcome(problems: readonly string[]): string {
  return problems.length === 0 ? 'good' : `${problems.length} wrong`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
