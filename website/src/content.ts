import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/setup/command.mjs';
import { entryPoints } from './api/entry-points.js';
import { apiModules } from './api/modules.js';
import { writeApiReference } from './api/reference.js';
import { pageSections } from './pages/page-sections.js';
import { projectPages, writePages } from './pages/write-pages.js';
import { repositoryFiles } from './repository.js';
import { sidebars } from './sidebar.js';
import { siteMap } from './site-map.js';

/** What the generator makes the site of; nothing in it is written by hand. */
const generated = path.join(root, 'website/.generated');

/** Folder of the Markdown pages. */
const pages = path.join(generated, 'pages');

/**
 * Writes the pages of the project, as they are on the site.
 *
 * @throws Error that lists pages that are missing or have no place
 */
export async function writeContent(): Promise<void> {
  const sections = pageSections(siteMap, projectPages());
  const repository = repositoryFiles();
  await mkdir(pages, { recursive: true });
  await writePages(pages, sections, repository);
  const modules = apiModules(path.join(pages, 'api'), entryPoints());
  const sources = Object.fromEntries(
    sections.flatMap((one) => one.pages.map(({ route, source }) => [`${route}.md`, source])),
  );
  const site = { sidebar: sidebars(sections, modules), repository, sources };
  await writeFile(path.join(generated, 'site.json'), JSON.stringify(site));
}

/** Writes the reference of the API. @returns what is wrong with the comments in the sources */
export async function writeApi(): Promise<readonly string[]> {
  await rm(pages, { recursive: true, force: true });
  const { problems } = await writeApiReference(path.join(pages, 'api'));
  return problems;
}
