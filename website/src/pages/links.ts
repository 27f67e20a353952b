import path from 'node:path/posix';
import { withoutCode } from '../../../scripts/docs/headings.js';

/** Where the files of the project are, for readers of the site. */
export interface LinkTargets {
  /** The route of a page by its file, or by the folder that it stands for. */
  readonly routes: ReadonlyMap<string, string>;
  /** Address of the project's files for what the site does not show, such as `https://…/blob/main/`; `undefined`: nobody knows one. */
  readonly repository: string | undefined;
}

/**
 * The text of a page with its links to other files of the project leading to their pages on the site. What is not there leads
 * to the repository, and is plain text when nobody knows one.
 */
export function rewriteLinks(source: string, text: string, targets: LinkTargets): string {
  const links = [...withoutCode(text).matchAll(/\]\((?!\w+:|#|\/)([^)\s#]+)(#[^)\s]+)?\)/g)];
  return links.reduceRight((done, match) => {
    const [whole, file = '', anchor = ''] = match;
    const address = addressOf(path.join(path.dirname(source), file).replace(/\/$/, ''), anchor, targets);
    const end = match.index + whole.length;
    if (address !== undefined) return `${done.slice(0, match.index)}](${address})${done.slice(end)}`;
    const start = openingBracket(done, match.index);
    return done.slice(0, start) + done.slice(start + 1, match.index) + done.slice(end);
  }, text);
}

function addressOf(file: string, anchor: string, { routes, repository }: LinkTargets): string | undefined {
  const route = routes.get(file);
  if (route !== undefined) return `/${route.replace(/(^|\/)index$/, '$1')}${anchor}`;
  return repository === undefined ? undefined : `${repository}${file}${anchor}`;
}

/** Where the text of a link begins that ends at `end`; a link's text may hold brackets. */
function openingBracket(text: string, end: number): number {
  let depth = 1;
  let at = end;
  while (depth > 0 && at > 0) {
    at--;
    if (text[at] === ']') depth++;
    if (text[at] === '[') depth--;
  }
  return at;
}
