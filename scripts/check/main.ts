// `npm run check [-- name…]`: every check, or those named; the last line is the sum.
import { finish } from '../tally.js';
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
import { runChecks } from './run-checks.js';
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
const chosen = checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const tallies = await runChecks(chosen);
if (tallies.length === 0)
  console.error(`Expected ${checks.map(({ name }) => name).join(', ')}; got ${wanted.join(', ')}.`);
finish(tallies);
