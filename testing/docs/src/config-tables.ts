import { type DescribedKey, describeSections } from '@lithops/core/config';
import type { ProjectPlugin } from './plugins.js';

/** All sections by name, with their keys in words. */
export type DescribedSections = ReadonlyMap<string, readonly DescribedKey[]>;

/** The sections of core and of these plug-ins. */
export function sectionsOf(plugins: readonly ProjectPlugin[]): DescribedSections {
  return describeSections(plugins);
}

/**
 * A table of all keys of a section, those that must be set first.
 *
 * @param names - of sections, with a comma between them: they must have the same keys.
 * @throws {Error} where there is no such section, or they differ
 */
export function configTable(names: string, sections: DescribedSections): string {
  const tables = names.split(', ').map((name) => tableOf(keysOf(name, sections)));
  const [first = ''] = tables;
  if (tables.some((one) => one !== first))
    throw new Error(`shows the sections ${names} in one table, but they differ: give each its own.`);
  return first;
}

function keysOf(name: string, sections: DescribedSections): readonly DescribedKey[] {
  const keys = sections.get(name);
  if (keys !== undefined) return keys;
  throw new Error(
    `shows the section "${name}", which nobody has. There are: ${[...sections.keys()].join(', ')}.`,
  );
}

function tableOf(keys: readonly DescribedKey[]): string {
  const hasOptions = keys.some(({ option }) => option !== undefined);
  const columns = ['key', ...(hasOptions ? ['in code'] : []), 'type', 'default', 'meaning'];
  const sorted = [...keys].sort((one, other) => Number(other.isRequired) - Number(one.isRequired));
  const rows = sorted.map((key) => [
    keyCell(key),
    ...(hasOptions ? [key.option === undefined ? '' : code(key.option)] : []),
    typeCell(key),
    defaultCell(key),
    key.meaning,
  ]);
  return [columns, columns.map(() => '---'), ...rows].map(rowText).join('\n');
}

function rowText(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function keyCell({ key, alias }: DescribedKey): string {
  return alias === undefined ? code(key) : `${code(key)} (or ${code(alias)})`;
}

/** As errors say it, without the article. */
function typeCell({ expected, isSecret }: DescribedKey): string {
  const type = expected.replace(/^an? /, '');
  return isSecret ? `${type}; secret` : type;
}

function defaultCell({ isRequired, fallbacks, default: standard }: DescribedKey): string {
  if (isRequired) return '**must be set**';
  const sections = fallbacks.map((name) => `section ${code(name)}`);
  const value = standard === undefined ? [] : [valueText(standard)];
  return [...sections, ...value].join(', else ');
}

function valueText(value: unknown): string {
  return isEmpty(value) ? 'none' : code(typeof value === 'string' ? value : JSON.stringify(value));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function code(text: string): string {
  return `\`${text}\``;
}
