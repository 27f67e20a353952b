import { generatedParts } from '../../../scripts/docs/parts.js';
import type { ProjectFile } from '../../../scripts/workspace.js';
import type { PackagedPlugin } from './plugins.js';

/** Tables of configuration keys that stand in no generated part. Examples are as strangers write them, who have no such parts. */
export function tablesByHand(pages: readonly ProjectFile[]): readonly string[] {
  const ours = pages.filter(({ path }) => !path.startsWith('examples/'));
  return ours.flatMap((page) => {
    const parts = generatedParts(page);
    const isGenerated = (index: number) =>
      parts.some(({ offset, text }) => index >= offset && index < offset + text.length);
    return [...page.text.matchAll(/^\| *key\b.*\|$(?=\n\|[ :|-]+\|$)/gm)]
      .filter(({ index }) => !isGenerated(index))
      .map(({ index }) => {
        const line = page.text.slice(0, index).split('\n').length;
        return `${page.path}:${line} has a table of keys by hand: <!-- config: section --> makes it from the code.`;
      });
  });
}

/** The page that has the tables of all sections. */
const allSections = 'docs/configuration.md';

/** Sections without a table in the page of all sections and in their package's README, and policies without a block there. */
export function missingParts(
  pages: readonly ProjectFile[],
  plugins: readonly PackagedPlugin[],
): readonly string[] {
  const problems = plugins.flatMap(({ folder, plugin }) => {
    const readme = `${folder}/README.md`;
    const sections = Object.keys(plugin.sections);
    const hasKeys = Object.keys(plugin.sections[plugin.name] ?? {}).length > 0;
    return [
      ...sections
        .filter((name) => name !== plugin.name || hasKeys)
        .flatMap((name) => missing(pages, allSections, 'config', name)),
      ...(folder === 'packages/core' ? [] : missing(pages, readme, 'config', plugin.name)),
      ...(plugin.policies === undefined ? [] : missing(pages, readme, 'policy', plugin.name)),
    ];
  });
  return [...new Set(problems)];
}

function missing(
  pages: readonly ProjectFile[],
  path: string,
  kind: string,
  subject: string,
): readonly string[] {
  const parts = pages.filter((page) => page.path === path).flatMap(generatedParts);
  const isThere = parts.some((one) => one.kind === kind && one.subject.split(/,? /).includes(subject));
  return isThere ? [] : [`${path} has no part <!-- ${kind}: ${subject} … -->.`];
}
