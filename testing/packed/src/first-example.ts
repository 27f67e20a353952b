import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CodeBlock, codeBlocks } from '../../../scripts/docs/code-blocks.js';
import { root } from '../../../scripts/setup/command.mjs';

const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const blocks = codeBlocks({ path: 'README.md', text: readme });

/** The first example of the README, as it stands there: TypeScript, an ES module. */
export const firstExample = blockOf((block) => block.language === 'ts').code;

/** The same for plain CommonJS, as it stands in the README. */
export const commonJsExample = blockOf(
  ({ code, language }) => language === 'js' && code.includes('require('),
).code;

/** What both print. */
export const printed = '[ 1, 4, 9 ]\n';

/** The first example inside a function `main`, for modules that cannot await at their top. */
export function inMain(call: string): string {
  const imports = firstExample.split('\n').filter((line) => line.startsWith('import '));
  const body = firstExample.split('\n').filter((line) => !line.startsWith('import '));
  return `${imports.join('\n')}\n\nasync function main() {\n${body.join('\n')}\n}\n\n${call}\n`;
}

/** Megabytes (10^6 bytes) that the README says an installation takes. */
export function statedInstallSizeMb(): number {
  const stated = /Installed size[^.\n]*?\*\*(\d+(?:\.\d+)?) MB\*\*/.exec(readme)?.[1];
  if (stated === undefined) throw new Error('README.md must say "Installed size … **x.y MB**".');
  return Number(stated);
}

function blockOf(isWanted: (block: CodeBlock) => boolean): CodeBlock {
  const found = blocks.find(isWanted);
  if (found === undefined) throw new Error('README.md has no such block of code.');
  return found;
}
