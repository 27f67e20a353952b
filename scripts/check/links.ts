import { existsSync } from 'node:fs';
import path from 'node:path';
import { documentation } from '../docs/code-blocks.js';
import { headingAnchor, withoutCode } from '../docs/headings.js';
import { root } from '../setup/command.mjs';
import type { ProjectFile } from '../workspace.js';
import type { Check } from './check.js';

/** Links in the documentation to files of the project lead somewhere, and to headings that are there. */
export const links: Check = {
  name: 'links',
  run: () => {
    const pages = documentation();
    return brokenLinks(pages, (file) => existsSync(path.join(root, file)));
  },
};

/** Links that lead nowhere. Addresses on other hosts are not followed. */
export function brokenLinks(
  pages: readonly ProjectFile[],
  exists: (file: string) => boolean,
): readonly string[] {
  return pages.flatMap((page) =>
    [...withoutCode(page.text).matchAll(/\]\((?!\w+:)([^)\s#]*)(#[^)\s]+)?\)/g)].flatMap((match) => {
      const [whole, file = '', anchor] = match;
      const target = file === '' ? page.path : path.posix.join(path.posix.dirname(page.path), file);
      const line = page.text.slice(0, match.index).split('\n').length;
      if (!exists(target)) return [`${page.path}:${line} links to ${file}, which does not exist.`];
      const linked = pages.find((one) => one.path === target);
      if (anchor === undefined || linked === undefined || anchors(linked.text).has(anchor.slice(1)))
        return [];
      return [`${page.path}:${line} links to ${whole.slice(2, -1)}, but no heading there is called so.`];
    }),
  );
}

/** The names that headings can be linked by, as GitHub makes them. */
function anchors(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(headings.map(headingAnchor));
}
