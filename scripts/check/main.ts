// `npm run check [-- name…]`: every check, or those named; the last line is the sum.
import { step } from '../setup/steps.mjs';
import { finish, type Tally } from '../tally.js';
import type { Check } from './check.js';
import { docsCode } from './docs-code.js';
import { docsData } from './docs-data.js';
import { errorPages } from './error-pages.js';
import { fileLength } from './file-length.js';
import { forbiddenText } from './forbidden-text.js';
import { generatedDocs } from './generated-docs.js';
import { importRules } from './import-rules.js';
import { links } from './links.js';
import { packageShape } from './package-shape.js';
import { packed } from './packed.js';
import { quotedCode } from './quoted-code.js';
import { site } from './site.js';
import { lint, types, unused } from './tools.js';
import { topLevelAwait } from './top-level-await.js';

const checks: readonly Check[] = [
  packageShape,
  importRules,
  fileLength,
  topLevelAwait,
  forbiddenText,
  errorPages,
  links,
  quotedCode,
  generatedDocs,
  lint,
  ...types,
  docsCode,
  docsData,
  site,
  unused,
  packed,
];

const wanted = process.argv.slice(2);
const tallies: Tally[] = [];
for (const check of checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const problems = await step(check.name, () => problemsFound(check), outcome);
  for (const problem of problems) console.log(indent(problem));
  tallies.push(problems.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}
if (tallies.length === 0)
  console.error(`Expected ${checks.map(({ name }) => name).join(', ')}; got ${wanted.join(', ')}.`);
finish(tallies);

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
