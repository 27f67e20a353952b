import type { ProjectFile } from '../../../scripts/workspace.js';
import type { Entry, Section } from '../site-map.js';
import type { Page, PageSection } from './page.js';
import { routeOf } from './routes.js';

/**
 * The pages of each section.
 *
 * @throws Error that lists all pages that are missing, and all pages of `docs/` that are in no section
 */
export function pageSections(map: readonly Section[], files: readonly ProjectFile[]): readonly PageSection[] {
  const named = new Set(map.flatMap(({ entries }) => entries.map(({ file }) => file)));
  const sections = map.map(({ title, entries, apart = false, links = [] }) => ({
    title,
    links,
    apart,
    pages: entries.flatMap((entry) => pagesOf(entry, files, named)),
  }));
  const shown = new Set(sections.flatMap(({ pages }) => pages.map(({ source }) => source)));
  const problems = [
    ...[...named]
      .filter((file) => !file.includes('*') && !shown.has(file))
      .map((file) => `${file} is in the site's map, but is not there.`),
    ...files
      .filter(({ path }) => path.startsWith('docs/') && !shown.has(path))
      .map(({ path }) => `${path} is in no section of the site's map.`),
  ];
  if (problems.length > 0) throw new Error([...problems, 'The map is website/src/site-map.ts.'].join('\n'));
  return sections.filter(({ pages, links }) => pages.length + links.length > 0);
}

function pagesOf({ file, title }: Entry, files: readonly ProjectFile[], named: ReadonlySet<string>): Page[] {
  const pattern = new RegExp(`^${file.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}$`);
  const matching = files.filter(({ path }) => path === file || (pattern.test(path) && !named.has(path)));
  return matching.map(({ path, text }) => ({
    source: path,
    route: routeOf(path),
    title: title ?? titleOf(path, text),
    text,
  }));
}

/** The heading of a page; the name of a file of code. */
function titleOf(path: string, text: string): string {
  const heading = path.endsWith('.md') ? /^# (.+)$/m.exec(text)?.[1] : undefined;
  return (heading ?? path.slice(path.lastIndexOf('/') + 1)).replaceAll('`', '');
}
