import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A page as it was built. */
interface BuiltPage {
  /** From the site's folder: `errors/index.html`. */
  readonly file: string;
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
}

/**
 * Links of a built site that lead to no page, no file or no heading of it. Other hosts are not asked.
 *
 * @param base the path that the site is served under, such as `/lithops-node/`
 */
export async function deadLinks(folder: string, base: string): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true });
  const pages = new Map<string, BuiltPage>();
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    pages.set(file, readPage(file, await readFile(path.join(folder, file), 'utf8')));
  }
  const present = new Set(files);
  return [...pages.values()].flatMap((page) =>
    page.links.flatMap((href) => {
      const problem = problemOf(href, page, { base, pages, present });
      return problem === undefined ? [] : [`${page.file} links to ${href}, ${problem}.`];
    }),
  );
}

interface Site {
  readonly base: string;
  readonly pages: ReadonlyMap<string, BuiltPage>;
  readonly present: ReadonlySet<string>;
}

function readPage(file: string, html: string): BuiltPage {
  const ids = [...html.matchAll(/\bid="([^"]+)"/g)].map(([, id = '']) => decode(id));
  const links = [...html.matchAll(/<a\b[^>]*?\bhref="([^"]+)"/g)].map(([, href = '']) => decode(href));
  return { file, ids: new Set(ids), links: [...new Set(links)] };
}

function problemOf(href: string, page: BuiltPage, site: Site): string | undefined {
  const here = new URL(site.base + page.file, 'http://site.invalid');
  const url = new URL(href, here);
  if (url.host !== here.host) return undefined;
  if (!url.pathname.startsWith(site.base)) return `which is not below ${site.base}`;
  const file = decodeURIComponent(url.pathname.slice(site.base.length));
  const target = [file, `${file}.html`, path.posix.join(file, 'index.html')].find((name) =>
    site.present.has(name),
  );
  if (target === undefined) return 'which does not exist';
  const anchor = decodeURIComponent(url.hash.slice(1));
  const linked = site.pages.get(target);
  if (anchor === '' || linked === undefined || linked.ids.has(anchor)) return undefined;
  return 'where nothing is called so';
}

function decode(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
