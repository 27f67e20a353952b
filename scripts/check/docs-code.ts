import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CodeBlock, codeBlocks, documentation, expectedOutput } from '../docs/code-blocks.js';
import { exampleBlocks } from '../docs/example-blocks.js';
import { CommandFailed, root, run } from '../setup/command.mjs';
import { filesBelow, publishedPackages } from '../workspace.js';
import type { Check } from './check.js';

/** From here the blocks find the built packages, as a user's program would. */
const folder = 'testing/docs/.generated';

/**
 * Every block of TypeScript in the documentation, and every `@example` in the sources, compiles against the built packages;
 * every runnable one says what it prints. What a block quotes from a file is compiled there.
 */
export const docsCode: Check = {
  name: 'code in the docs',
  async run() {
    const sources = publishedPackages().flatMap(({ folder }) => filesBelow(`${folder}/src`, ['.ts']));
    const blocks = [...documentation().flatMap(codeBlocks), ...sources.flatMap(exampleBlocks)];
    const mute = blocks.filter((block) => block.runnable && expectedOutput(block).length === 0);
    return [
      ...mute.map(
        ({ file, line }) => `${file}:${line} is marked "run" but has no "// prints: …" to hold it to.`,
      ),
      ...(await typeErrors(blocks.filter(isCompiledHere))),
    ];
  },
};

function isCompiledHere({ language, quotes }: CodeBlock): boolean {
  return quotes === undefined && (language === 'ts' || language === 'typescript');
}

const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Disposable'],
  module: 'NodeNext',
  moduleDetection: 'force',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
};

async function typeErrors(blocks: readonly CodeBlock[]): Promise<readonly string[]> {
  if (blocks.length === 0) return [];
  const absolute = path.join(root, folder);
  await rm(absolute, { recursive: true, force: true });
  await mkdir(absolute, { recursive: true });
  for (const block of blocks)
    await writeFile(path.join(absolute, generatedName(block)), generatedText(block));
  const config = JSON.stringify({ compilerOptions, files: blocks.map(generatedName) });
  await writeFile(path.join(absolute, 'tsconfig.json'), config);
  try {
    await run('pnpm', ['exec', 'tsc', '-p', folder, '--pretty', 'false']);
    await rm(absolute, { recursive: true, force: true });
    return [];
  } catch (error) {
    if (error instanceof CommandFailed)
      return error.output
        .trim()
        .split(/\n(?=\S)/)
        .map((text) => inMarkdown(text, blocks));
    throw error;
  }
}

/** The code stands on the line it has in the Markdown file, so that the compiler's line numbers are right. */
export function generatedText({ code, before, line }: CodeBlock): string {
  const preamble = before.replaceAll('\n', ' ');
  return `${preamble}${'\n'.repeat(line - 1)}${code}`;
}

function generatedName({ file, line }: CodeBlock): string {
  return `${file.replaceAll(/[^\w]+/g, '-')}-${line}.ts`;
}

function inMarkdown(error: string, blocks: readonly CodeBlock[]): string {
  const match = /([^/\s]+\.ts)\((\d+),(\d+)\): /.exec(error);
  const block = blocks.find((one) => generatedName(one) === match?.[1]);
  if (match === null || block === undefined) return error;
  return `${block.file}:${match[2]}:${match[3]} ${error.slice(match.index + match[0].length)}`;
}
