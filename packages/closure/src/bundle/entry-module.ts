import type { PackageReference } from './package-reference.js';

/** One value of the table: its key, how the generated module names the module, and what it reads of it. */
export interface EntryLine {
  readonly key: string;
  /** As the entry module imports it: the specifier, or an absolute path. */
  readonly request: string;
  readonly reference: PackageReference;
}

/**
 * The module that is bundled: it imports what is referenced, each in the way the user's file does, and exports a
 * table of getters. Static imports, so that the bundler can leave out what nobody reads.
 */
export function entryModule(lines: readonly EntryLine[]): string {
  const imports = lines.map(importLine).filter((line) => line !== '');
  return [...imports, 'export const table = {', ...tableRows(lines), '};', ''].join('\n');
}

/** The getters of a table. Where a module is not imported, they ask a `require` for it. */
export function tableRows(lines: readonly EntryLine[]): readonly string[] {
  return lines.map((line, index) => `  ${JSON.stringify(line.key)}: () => ${expressionOf(line, index)},`);
}

function importLine({ request, reference }: EntryLine, index: number): string {
  const { interop, imported, lazy } = reference;
  if (lazy || (interop !== 'esm' && interop !== 'vite')) return '';
  const from = JSON.stringify(request);
  if (imported === '*' || interop === 'vite') return `import * as v${index} from ${from};`;
  return `import { ${memberName(imported)} as v${index} } from ${from};`;
}

function expressionOf({ request, reference }: EntryLine, index: number): string {
  const { interop, imported, members, lazy, names } = reference;
  const module = JSON.stringify(request);
  const path = (imported === '*' ? members : [imported, ...members])
    .map((name) => `[${JSON.stringify(name)}]`)
    .join('');
  if (lazy) {
    return interop === 'esm'
      ? `() => import(${module})${path === '' ? '' : `.then((module) => module${path})`}`
      : `() => interop(require(${module}), ${JSON.stringify(interop)})${path}`;
  }
  const shaken = imported === '*' && members.length === 0 ? names : undefined;
  switch (interop) {
    case 'esm':
      if (shaken) return objectOf(shaken, (name) => `v${index}[${JSON.stringify(name)}]`);
      return `v${index}${members.map((name) => `[${JSON.stringify(name)}]`).join('')}`;
    case 'vite':
      return `viteNamespace(v${index})${path}`;
    default:
      return `interop(require(${module}), ${JSON.stringify(interop)})${path}`;
  }
}

function objectOf(names: readonly string[], value: (name: string) => string): string {
  const rows = names.map((name) => `get ${JSON.stringify(name)}() { return ${value(name)}; }`);
  return `({ __proto__: null, ${rows.join(', ')} })`;
}

/** Export names need not be identifiers. */
function memberName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}
