// `npm test [-- name…]`: every suite, or those named; the last line is the sum.
import { Lanes } from '../setup/lanes.mjs';
import { tell, timed } from '../setup/steps.mjs';
import { finish } from '../tally.js';
import type { Suite, SuiteResult } from './suite.js';
import { allSuites } from './suites.js';

const wanted = process.argv.slice(2);
const suites = (await allSuites()).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (suites.length === 0) console.error(`No suite is called ${wanted.join(' or ')}.`);

/** Most suites wait for processes and servers longer than they compute. */
const AT_ONCE = 2;

const lanes = new Lanes(AT_ONCE);
const begun = suites.map((suite) => [suite, lanes.run(() => timed(() => suite.run()))] as const);
const results: SuiteResult[] = [];
for (const [suite, running] of begun) {
  const result = await tell(title(suite), running, outcome);
  if (result.report !== '') console.log(`\n${result.report.trimEnd()}\n`);
  results.push(result);
}
finish(results);

function title({ name, under }: Suite): string {
  return under === undefined ? name : `${name} on ${under}`;
}

function outcome({ passed, failed, skipped }: SuiteResult): string {
  const words = [`${passed} passed`];
  if (failed > 0) words.push(`${failed} failed`);
  if (skipped > 0) words.push(`${skipped} skipped`);
  return words.join(', ');
}
