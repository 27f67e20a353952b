import { filesBelow, type ProjectFile, publishedPackages } from '../workspace.js';
import type { Check } from './check.js';

/** Every code that a user can meet has a page that helps, and every page a code. */
export const errorPages: Check = {
  name: 'error pages',
  run() {
    const sources = publishedPackages().flatMap(({ folder }) => filesBelow(`${folder}/src`, ['.ts']));
    const pages = filesBelow('docs/errors', ['.md']);
    return wrongPages(codesIn(sources), pages);
  },
};

/** Names with the prefix that are no error codes: environment variables. */
const environment =
  /^LITHOPS_(?:BACKEND|USER|LOCALHOST_STORAGE|STORAGE|STORAGE_BUCKET|CONFIG_FILE_PATH|LOG_LEVEL|WORKER|EXECUTOR_ID|PERSIST_KEY|STORE_CREDENTIALS|MONITOR_CREDENTIALS|CALL_PROCESS)$/;

/** The error codes in the sources, each with the first file that names it. */
export function codesIn(files: readonly ProjectFile[]): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const { path, text } of files) {
    if (path.endsWith('.test.ts')) continue;
    for (const [code] of text.matchAll(/\bLITHOPS(?:_[A-Z0-9]+)+\b(?!_)/g)) {
      if (!environment.test(code) && !codes.has(code)) codes.set(code, path);
    }
  }
  return codes;
}

/** Codes without a page, and pages that do not help. */
export function wrongPages(
  codes: ReadonlyMap<string, string>,
  pages: readonly ProjectFile[],
): readonly string[] {
  const byCode = new Map(pages.map((page) => [/([^/]+)\.md$/.exec(page.path)?.[1] ?? '', page]));
  const missing = [...codes].filter(([code]) => !byCode.has(code));
  const index = byCode.get('README');
  byCode.delete('README');
  return [
    ...missing.map(([code, file]) => `${code} (${file}) has no page: write docs/errors/${code}.md.`),
    ...[...byCode].flatMap(([code, page]) => unhelpful(code, page)),
    ...[...byCode.keys()]
      .filter((code) => !codes.has(code))
      .map((code) => `docs/errors/${code}.md: no source has this code.`),
    ...[...byCode.keys()]
      .filter((code) => index?.text.includes(`(${code}.md)`) !== true)
      .map((code) => `docs/errors/README.md does not link to ${code}.md.`),
  ];
}

function unhelpful(code: string, { path, text }: ProjectFile): readonly string[] {
  const problems: string[] = [];
  if (!text.startsWith(`# ${code}\n`)) problems.push(`${path} must begin with "# ${code}".`);
  for (const heading of ['What happened', 'How to fix']) {
    const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0]?.trim() ?? '';
    if (section.length < 80) problems.push(`${path} needs a section "## ${heading}" of some sentences.`);
  }
  return problems;
}
