import { transform } from 'esbuild';
import { parseDocument } from 'yaml';
import { type CodeBlock, codeBlocks, documentation } from '../docs/code-blocks.js';
import type { Check } from './check.js';

/** Blocks in other languages than TypeScript are at least well formed: JavaScript, YAML and JSON. */
export const docsData: Check = {
  name: 'data in the docs',
  run: () => malformedBlocks(documentation().flatMap(codeBlocks)),
};

/** What a parser throws at; by language. */
const parsers: Readonly<Record<string, (code: string) => unknown>> = {
  js: (code) => transform(code, { loader: 'js', logLevel: 'silent' }),
  json: (code) => JSON.parse(code),
  yaml: (code) => {
    const [error] = parseDocument(code).errors;
    if (error !== undefined) throw error;
  },
};

/** Blocks that their language's parser refuses, each with its place and what the parser says. */
export async function malformedBlocks(blocks: readonly CodeBlock[]): Promise<readonly string[]> {
  const problems = await Promise.all(
    blocks.map(async ({ file, line, language, code }) => {
      try {
        await parsers[language]?.(code);
        return [];
      } catch (error) {
        return [`${file}:${line} is no ${language}: ${error instanceof Error ? error.message : error}`];
      }
    }),
  );
  return problems.flat();
}
