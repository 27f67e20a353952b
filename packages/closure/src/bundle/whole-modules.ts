import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { type CachedBuild, sha256 } from './bundle-cache.js';
import { type EntryLine, tableRows } from './entry-module.js';

/** The first line of a module that the plug-in of esbuild has made whole: it needs no bundler any more. */
export const WHOLE_MODULE = '/*! @lithops/closure: a whole module */';

/**
 * What a bundler would make of modules that a bundler has made whole before: a bundled program may run where there is
 * none.
 *
 * @returns `undefined` when something else is asked for as well
 */
export function wholeModules(
  lines: readonly EntryLine[],
): Pick<CachedBuild, 'code' | 'hash' | 'externals'> | undefined {
  const requests = [...new Set(lines.map(({ request }) => request))];
  const texts = requests.map((request) => wholeText(request));
  const isWhole = lines.every(({ reference }) => reference.interop === 'require');
  if (!isWhole || !texts.every((text) => text !== undefined)) return undefined;
  const rows = texts.map(
    (text, index) => `${JSON.stringify(requests[index])}(module, exports) {\n${text}\n},`,
  );
  const table = ['module.exports = ((require) => ({ table: {', ...tableRows(lines), '} }))(load);'];
  const code = ['const makers = {', ...rows, '};', LOADER, ...table].join('\n');
  return { code, hash: sha256(code), externals: [] };
}

/** Each is run when it is first asked for. What it requires itself, the outer `require` answers. */
const LOADER = `const made = new Map();
const load = (name) => {
  if (!made.has(name)) {
    const module = { exports: {} };
    made.set(name, module);
    makers[name](module, module.exports);
  }
  return made.get(name).exports;
};`;

function wholeText(file: string): string | undefined {
  if (!isAbsolute(file) || !file.endsWith('.cjs')) return undefined;
  const text = readFileSync(file, 'utf8');
  return text.startsWith(WHOLE_MODULE) ? text : undefined;
}
