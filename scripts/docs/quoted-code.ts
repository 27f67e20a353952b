import type { ProjectFile } from '../workspace.js';
import { type CodeBlock, codeBlocks } from './code-blocks.js';

/** The text of a file of the project, from the project's folder; `undefined` when there is none. */
export type ReadFile = (path: string) => string | undefined;

/** A block of code that should be a file's, and what the file says. */
interface Quotation {
  readonly block: CodeBlock;
  /** The text that belongs into the block; `undefined`: the file or the region is missing. */
  readonly expected: string | undefined;
}

/** Blocks that say another thing than the file they quote, each with its place, the first difference and the remedy. */
export function wrongQuotations(pages: readonly ProjectFile[], read: ReadFile): readonly string[] {
  return pages.flatMap((page) => quotations(page, read)).flatMap(problemOf);
}

/** The page with every block that quotes a file made equal to that file. A block whose file is missing stays as it is. */
export function withQuotations(page: ProjectFile, read: ReadFile): string {
  return quotations(page, read).reduceRight((text, { block, expected }) => {
    if (expected === undefined) return text;
    return text.slice(0, block.offset) + expected + text.slice(block.offset + block.code.length);
  }, page.text);
}

function quotations(page: ProjectFile, read: ReadFile): readonly Quotation[] {
  return codeBlocks(page).flatMap((block) => {
    if (block.quotes === undefined) return [];
    const text = read(block.quotes.file);
    return [{ block, expected: text === undefined ? undefined : part(text, block.quotes.region) }];
  });
}

const marker = /^\s*(?:\/\/|#|<!--)\s*#(region|endregion) ([\w-]+)/;

/** The text of a region, as far left as it goes; without a region, the whole file. Markers are for us, not for readers. */
function part(text: string, region: string | undefined): string | undefined {
  const lines = text.trimEnd().split('\n');
  const shown = region === undefined ? lines : linesOf(lines, region);
  if (shown === undefined) return undefined;
  const kept = shown.filter((line) => !marker.test(line));
  const indents = kept.filter((line) => line !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return `${kept.map((line) => line.slice(indent)).join('\n')}\n`;
}

function linesOf(lines: readonly string[], region: string): readonly string[] | undefined {
  const at = (edge: string) => lines.findIndex((line) => marker.exec(line)?.slice(1).join() === edge);
  const first = at(`region,${region}`);
  const last = at(`endregion,${region}`);
  return first === -1 || last < first ? undefined : lines.slice(first + 1, last);
}

function problemOf({ block, expected }: Quotation): readonly string[] {
  const { file, region } = block.quotes ?? {};
  const place = `${block.file}:${block.line}`;
  if (expected === undefined) {
    const lines = `its lines "// #region ${region}" and "// #endregion ${region}"`;
    return [`${place} quotes ${file}${region === undefined ? '' : ` with ${lines}`}, which is not there.`];
  }
  if (expected === block.code) return [];
  const theirs = expected.split('\n');
  const ours = block.code.split('\n');
  const index = ours.findIndex((line, number) => line !== theirs[number]);
  return [
    [
      `${block.file}:${block.line + index} differs from ${file}, which it quotes. Change the file, then: npm run fix.`,
      `  the page says: ${ours[index]}`,
      `  the file says: ${theirs[index] ?? '(nothing more)'}`,
    ].join('\n'),
  ];
}
