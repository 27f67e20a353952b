import type { ProjectFile } from '../workspace.js';
import type { CodeBlock } from './code-blocks.js';

const comment = /\/\*\*[\s\S]*?\*\//g;
const example = /@example[^\S\n]*\n([\s\S]*?)(?=\n\s*\* @\w|\n?\s*\*\/)/g;

/** The code of the `@example` tags in the comments of a source file: whole modules, as in Markdown, with or without a fence. */
export function exampleBlocks({ path: file, text }: ProjectFile): readonly CodeBlock[] {
  return [...text.matchAll(comment)].flatMap(({ 0: whole, index }) =>
    [...whole.matchAll(example)].map((match) => {
      const [found, body = ''] = match;
      const offset = index + match.index + found.indexOf(body);
      const code = `${body.replaceAll(/^[^\S\n]*\* ?/gm, '').replaceAll(/^`{3,}.*$/gm, '')}\n`;
      const line = text.slice(0, offset).split('\n').length;
      return { file, line, language: 'ts', runnable: false, quotes: undefined, code, offset, before: '' };
    }),
  );
}
