// Counts the words of all Markdown and licence texts below node_modules, in worker processes of this machine.
// `marked`, a package from npm, travels with the functions that use it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FunctionExecutor } from '@lithops/core';
import { marked } from 'marked';

const markdown = /\.(md|markdown)$/i;
const licence = /^licen[cs]e(-\w+)?(\.txt)?$/i;

/** Finds files while the first ones are being counted. Links are not followed, so it never goes in circles. */
async function* textsBelow(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* textsBelow(path);
    else if (entry.isFile() && (markdown.test(entry.name) || licence.test(entry.name))) yield path;
  }
}

/** What a Markdown document says, without markup, code and addresses. */
function proseOf(document: string): string {
  const prose: string[] = [];
  marked.walkTokens(marked.lexer(document), (token) => {
    if (token.type === 'text' && !('tokens' in token)) prose.push(token.raw);
  });
  return prose.join(' ');
}

/** Runs in the workers, once for each file. */
async function countWords(path: string) {
  const text = await readFile(path, 'utf8');
  const counts = new Map<string, number>();
  for (const [word] of (markdown.test(path) ? proseOf(text) : text).toLowerCase().matchAll(/\p{L}+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Runs in a worker, too, once every file has been counted. */
function addUp(files: Map<string, number>[]) {
  const counts = new Map<string, number>();
  for (const [word, n] of files.flatMap((file) => [...file])) counts.set(word, (counts.get(word) ?? 0) + n);
  const words = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const longer = [...counts].filter(([word]) => word.length > 4);
  return { files: files.length, words, top: longer.sort((a, b) => b[1] - a[1]).slice(0, 10) };
}

await using exec = new FunctionExecutor();
const startMs = performance.now();
const folder = fileURLToPath(new URL('../node_modules', import.meta.url));
const { files, words, top } = await exec.mapReduce(countWords, textsBelow(folder), addUp);
const seconds = ((performance.now() - startMs) / 1000).toFixed(1);

console.log(
  `${words} words in ${files} files, counted in ${seconds} s. Most common of more than four letters:`,
);
for (const [word, n] of top) console.log(`${String(n).padStart(8)}  ${word}`);
