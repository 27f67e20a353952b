import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/command.mjs';
import { filesBelow, type ProjectFile, workspacePackages } from '../workspace.js';

/**
 * One fenced block of code in a Markdown file. A block of TypeScript or JavaScript is a whole module; what it takes for
 * granted (an executor that an earlier block made) stands in a comment right above it, which readers do not see:
 *
 *     <!-- before
 *     const exec = new FunctionExecutor();
 *     -->
 *
 * A block whose fence says `run` after the language is run by the tests and must print what its `// prints: …` comments say.
 *
 * A block whose fence says `file=<path from the project's folder>` shows that file, or with `region=<name>` what stands in it
 * between the lines `// #region <name>` and `// #endregion <name>`. `npm run fix` writes it, `npm run check` holds it equal.
 */
export interface CodeBlock {
  /** The Markdown file, from the project's folder. */
  readonly file: string;
  /** Line of the first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  readonly runnable: boolean;
  /** The file it shows, which is compiled and tested where it lies. */
  readonly quotes: QuotedFile | undefined;
  readonly code: string;
  /** Where the code begins in the Markdown file. */
  readonly offset: number;
  /** Code of the `before` comment above it; empty without one. */
  readonly before: string;
}

/** What a block shows. */
export interface QuotedFile {
  /** From the project's folder. */
  readonly file: string;
  /** Name of a part of it; `undefined`: all of it. */
  readonly region: string | undefined;
}

/** All Markdown files whose code is held to the truth. */
export function documentation(): readonly ProjectFile[] {
  const readmes = [
    'README.md',
    'CONTRIBUTING.md',
    'website/home.md',
    ...workspacePackages()
      .filter(({ folder }) => /^(?:packages|examples\/plugins)\//.test(folder))
      .map(({ folder }) => `${folder}/README.md`),
  ];
  return [...readmes.flatMap(read), ...filesBelow('docs', ['.md'])];
}

function read(file: string): readonly ProjectFile[] {
  try {
    return [{ path: file, text: readFileSync(path.join(root, file), 'utf8') }];
  } catch {
    return []; // a package without README is reported by the check of its shape
  }
}

const fence = /(?:^<!-- before\n([\s\S]*?)^-->\n+)?^( *)(`{3,})(\w+)([^\n]*)\n([\s\S]*?)^\2\3$/gm;

/** The blocks of one Markdown file, in order; those in lists as far left as their fence. */
export function codeBlocks({ path: file, text }: ProjectFile): readonly CodeBlock[] {
  return [...text.matchAll(fence)].map((match) => {
    const [whole, before = '', indent = '', , language = '', info = '', indented = ''] = match;
    const start = match.index + whole.lastIndexOf(indented + whole.slice(whole.lastIndexOf('\n') + 1));
    const code = indented.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const line = text.slice(0, start).split('\n').length;
    const runnable = info.split(' ').includes('run');
    return { file, line, language, runnable, quotes: quotedFile(info), code, offset: start, before };
  });
}

function quotedFile(info: string): QuotedFile | undefined {
  const [, file] = / file=(\S+)/.exec(info) ?? [];
  const [, region] = / region=(\S+)/.exec(info) ?? [];
  return file === undefined ? undefined : { file, region };
}

/** What a runnable block must print, line by line: the texts of its `// prints: …` comments. */
export function expectedOutput({ code }: CodeBlock): readonly string[] {
  return [...code.matchAll(/\/\/ prints: (.+)$/gm)].map(([, text = '']) => text.trim());
}
