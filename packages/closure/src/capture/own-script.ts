import { classifySpecifier } from '../modules/index.js';
import { fileOfUrl } from './script-origin.js';
import { knownScripts, type Script, scriptOf } from './scripts.js';

/** The script of a file of the program's own that another one imports. */
export function ownScript(specifier: string, importer: Script): Script | undefined {
  const from = fileOfUrl(importer.url);
  const target = from === undefined ? undefined : classifySpecifier(specifier, from);
  if (target?.kind !== 'own' || target.file === undefined) return undefined;
  // The last one counts: a module may have been loaded again.
  const id = knownScripts().findLast(([, url]) => fileOfUrl(url) === target.file)?.[0];
  return id === undefined ? undefined : scriptOf(id);
}
