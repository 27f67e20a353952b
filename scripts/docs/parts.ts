import type { ProjectFile } from '../workspace.js';

/**
 * A part of a page that is made from the code. It stands between two comments, of which the first says what it is:
 *
 *     <!-- config: aws_lambda -->
 *     …
 *     <!-- /config -->
 */
export interface GeneratedPart {
  /** What makes it: `config`, `policy`. */
  readonly kind: string;
  /** What it is of, as it stands behind the colon. */
  readonly subject: string;
  /** What stands between the comments now. */
  readonly text: string;
  /** Where that begins in the page. */
  readonly offset: number;
  /** Line of the first comment, from 1. */
  readonly line: number;
}

/** Makes the text of a part. Rejects where there is no such part, saying which there are. */
export type MakePart = (kind: string, subject: string) => Promise<string>;

/** The comment that begins a part, and the one that ends it, on lines of their own. */
const part = /^<!-- ([a-z]+): ([^\n]+?) -->\n([\s\S]*?)^<!-- \/\1 -->$/gm;

/** The generated parts of a page, in order. */
export function generatedParts(page: ProjectFile): readonly GeneratedPart[] {
  return [...page.text.matchAll(part)].map((match) => {
    const [, kind = '', subject = '', text = ''] = match;
    const opening = `<!-- ${kind}: ${subject} -->\n`;
    const line = page.text.slice(0, match.index).split('\n').length;
    return { kind, subject, text, offset: match.index + opening.length, line };
  });
}

/** Parts that say another thing than the code, each with its place, the first difference and the remedy. */
export async function staleParts(pages: readonly ProjectFile[], make: MakePart): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const page of pages) {
    for (const one of generatedParts(page)) {
      try {
        problems.push(...staleness(page, one, await framed(make, one)));
      } catch (error) {
        problems.push(`${page.path}:${one.line} ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return problems;
}

/** The page with every part as the code has it. Rejects for a part that cannot be made. */
export async function withParts(page: ProjectFile, make: MakePart): Promise<string> {
  let text = page.text;
  for (const one of generatedParts(page).toReversed()) {
    const end = one.offset + one.text.length;
    text = text.slice(0, one.offset) + (await framed(make, one)) + text.slice(end);
  }
  return text;
}

/** Blank lines around it, without which Markdown takes a table for a part of the comment. */
async function framed(make: MakePart, { kind, subject }: GeneratedPart): Promise<string> {
  return `\n${(await make(kind, subject)).trim()}\n\n`;
}

function staleness(page: ProjectFile, { line, text }: GeneratedPart, wanted: string): readonly string[] {
  if (text === wanted) return [];
  const ours = text.split('\n');
  const theirs = wanted.split('\n');
  const index = ours.findIndex((one, number) => one !== theirs[number]);
  return [
    [
      `${page.path}:${line + 1 + index} is stale. Change the declaration in the code, then: npm run fix.`,
      `  the page says: ${ours[index]}`,
      `  the code says: ${theirs[index] ?? '(nothing more)'}`,
    ].join('\n'),
  ];
}
