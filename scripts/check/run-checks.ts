import { Lanes } from '../setup/lanes.mjs';
import { tell, timed } from '../setup/steps.mjs';
import type { Tally } from '../tally.js';
import type { Check } from './check.js';

/** So many at a time: most checks are programs that use one processor. */
const AT_ONCE = 2;

/** Runs checks and prints a line for each, in order, with what is wrong below it. */
export async function runChecks(checks: readonly Check[]): Promise<readonly Tally[]> {
  const lanes = new Lanes(AT_ONCE);
  const begun = checks.map((check) => [check, lanes.run(() => timed(() => problemsFound(check)))] as const);
  const tallies: Tally[] = [];
  for (const [check, running] of begun) {
    const problems = await tell(check.name, running, outcome);
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
