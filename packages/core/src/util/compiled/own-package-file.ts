import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * The file that a package of this project exports under a name, found where Node.js looks for it, too. The resolver of
 * Node.js would read two package.json and load itself first, which takes a fresh process 2 to 3 ms.
 *
 * @param name `@lithops/<package>/<export>`, which all of them build as `dist/<export>.cjs`
 * @param from the file that requires it
 * @returns `undefined` when it is not found in this way, and Node.js is to be asked
 */
export function ownPackageFile(name: string, from: string): string | undefined {
  const [scope, packageName, exported] = name.split('/');
  if (scope !== '@lithops' || packageName === undefined || exported === undefined) return undefined;
  if (keepsLinks()) return undefined;
  for (let folder = path.dirname(from); ; folder = path.dirname(folder)) {
    const installed = path.join(folder, 'node_modules', scope, packageName);
    if (existsSync(installed)) return realFile(path.join(installed, 'dist', `${exported}.cjs`));
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** With this option modules are known by the paths of links to them. */
function keepsLinks(): boolean {
  return [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((option) =>
    option.includes('--preserve-symlinks'),
  );
}

function realFile(file: string): string | undefined {
  return existsSync(file) ? realpathSync.native(file) : undefined;
}
