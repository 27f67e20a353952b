import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { filesBelow, type ProjectFile, readProjectFile } from '../../../scripts/workspace.js';
import type { LinkTargets } from './links.js';
import type { Page, PageSection } from './page.js';
import { siteText } from './site-text.js';

/** Every file that may be a page. */
export function projectPages(): readonly ProjectFile[] {
  const single = ['README.md', 'CONTRIBUTING.md'].map((file) => ({
    path: file,
    text: readProjectFile(file) ?? '',
  }));
  const folders = ['docs', 'packages', 'examples'].flatMap((folder) => filesBelow(folder, ['.md', '.ts']));
  return [...single, ...folders];
}

/** Writes all pages as Markdown for the generator, with the index of decisions and the home page, which no page of `docs/` is. */
export async function writePages(
  folder: string,
  sections: readonly PageSection[],
  repository: string | undefined,
): Promise<void> {
  const pages = sections.flatMap((section) => section.pages);
  const targets = { routes: routes(pages), repository };
  for (const page of pages) await write(folder, page.route, siteText(page, targets));
  const decisions = pages.filter(({ route }) => route.startsWith('decisions/'));
  await write(folder, 'decisions/index', decisionsPage(decisions));
  await write(folder, 'index', siteText(homePage(), targets));
}

function homePage(): Page {
  const source = 'website/home.md';
  return { source, route: 'index', title: 'Home', text: readProjectFile(source) ?? '' };
}

/** Links lead to pages, or to the folder that a page tells of. */
function routes(pages: readonly Page[]): LinkTargets['routes'] {
  const byFolder = pages
    .filter(({ source }) => source.endsWith('/README.md'))
    .map(({ source, route }) => [path.posix.dirname(source), route] as const);
  return new Map([
    ...byFolder.filter(([file]) => file !== 'docs'),
    ['docs/decisions', 'decisions/index'],
    ...pages.map(({ source, route }) => [source, route] as const),
  ]);
}

function decisionsPage(decisions: readonly Page[]): string {
  const list = decisions.map(({ title, route }) => `- [${title}](/${route})`);
  return `# Decisions\n\nWhy it is so and not otherwise: what was not foreseen, and what spoke for each way.\n\n${list.join('\n')}\n`;
}

async function write(folder: string, route: string, text: string): Promise<void> {
  const file = path.join(folder, `${route}.md`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
