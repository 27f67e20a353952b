import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isLithops } from '../modules/index.js';
import { isInNodeModules, owningPackage } from '../modules/package-folder.js';
import { scriptUrl } from './scripts.js';

/** Whose a script is. */
export type ScriptOrigin =
  | { readonly kind: 'own'; readonly file: string | undefined }
  | { readonly kind: 'builtin'; readonly specifier: string }
  | { readonly kind: 'package' | 'lithops'; readonly file: string };

const origins = new Map<string, ScriptOrigin>();

/** Whose a script is, by its URL: the program's own, an installed package's, Node.js's, or Lithops's. */
export function scriptOrigin(scriptId: string): ScriptOrigin {
  const url = scriptUrl(scriptId);
  const known = origins.get(url);
  if (known !== undefined) return known;
  const origin = originOfUrl(url);
  origins.set(url, origin);
  return origin;
}

function originOfUrl(url: string): ScriptOrigin {
  if (url.startsWith('node:')) return { kind: 'builtin', specifier: url };
  if (url.startsWith('lithops-bundle:')) return { kind: 'package', file: url };
  const file = fileOfUrl(url);
  if (file === undefined) return { kind: 'own', file: undefined };
  if (isInNodeModules(file)) return { kind: 'package', file };
  const name = owningPackage(file)?.manifest.name;
  const isBuilt = /[\\/]dist[\\/]/.test(file);
  return isBuilt && name !== undefined && isLithops(name) ? { kind: 'lithops', file } : { kind: 'own', file };
}

/** The file behind a script's URL, without what loaders put after it. */
export function fileOfUrl(url: string): string | undefined {
  const bare = url.replace(/[?#].*$/s, '');
  if (bare.startsWith('file:')) return fileURLToPath(bare);
  return (bare.startsWith('/') || /^[a-z]:[\\/]/i.test(bare)) && existsSync(bare) ? bare : undefined;
}
