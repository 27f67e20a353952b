// `npm test [-- name…]`: every suite, or those named; the last line is the sum.
import { step } from '../setup/steps.mjs';
import { finish } from '../tally.js';
import type { Suite, SuiteResult } from './suite.js';
import { allSuites } from './suites.js';

const wanted = process.argv.slice(2);
const suites = (await allSuites()).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (suites.length === 0) console.error(`No suite is called ${wanted.join(' or ')}.`);

const results: SuiteResult[] = [];
for (const suite of suites) {
  const result = await step(title(suite), () => suite.run(), outcome);
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
