import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/command.mjs';
import { filesBelow, type ProjectFile, publishedPackages } from '../workspace.js';

/**
 * One fenced block of code in a Markdown file. A block of TypeScript or JavaScript is a whole module; what it takes for
 * granted (an executor that an earlier block made) stands in a comment right above it, which readers do not see:
 *
 *     <!-- before
 *     const exec = new FunctionExecutor();
 *     -->
 *
 * A block whose fence says `run` after the language is run by the tests and must print what its `// prints: …` comments say.
 */
export interface CodeBlock {
  /** The Markdown file, from the project's folder. */
  readonly file: string;
  /** Line of the first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  readonly runnable: boolean;
  readonly code: string;
  /** Code of the `before` comment above it; empty without one. */
  readonly before: string;
}

/** All Markdown files whose code is held to the truth. */
export function documentation(): readonly ProjectFile[] {
  const readmes = [
    'README.md',
    'CONTRIBUTING.md',
    ...publishedPackages().map(({ folder }) => `${folder}/README.md`),
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

const fence = /(?:^<!-- before\n([\s\S]*?)^-->\n+)?^(`{3,})(\w+)([^\n]*)\n([\s\S]*?)^\2$/gm;

/** The blocks of one Markdown file, in order. Indented fences are text. */
export function codeBlocks({ path: file, text }: ProjectFile): readonly CodeBlock[] {
  return [...text.matchAll(fence)].map((match) => {
    const [whole, before = '', , language = '', info = '', code = ''] = match;
    const start = match.index + whole.lastIndexOf(code + whole.slice(whole.lastIndexOf('\n') + 1));
    const line = text.slice(0, start).split('\n').length;
    return { file, line, language, runnable: info.split(' ').includes('run'), code, before };
  });
}

/** What a runnable block must print, line by line: the texts of its `// prints: …` comments. */
export function expectedOutput({ code }: CodeBlock): readonly string[] {
  return [...code.matchAll(/\/\/ prints: (.+)$/gm)].map(([, text = '']) => text.trim());
}
