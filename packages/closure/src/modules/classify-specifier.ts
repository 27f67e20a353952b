import { existsSync, realpathSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasField } from './error-kind.js';
import { specifierOfFile } from './export-paths.js';
import {
  findPackageFolder,
  isInNodeModules,
  owningPackage,
  packageNameOf,
  parents,
} from './package-folder.js';
import { tsconfigCandidates } from './tsconfig-paths.js';

/**
 * Where an import leads.
 *
 * - `builtin`: Node.js has it everywhere.
 * - `lithops`: `@lithops/*`, never bundled: the worker answers with its own copy.
 * - `package`: an installed package, bundled or installed beside the worker.
 * - `json`: data of the user's own files.
 * - `own`: the user's own code, which travels by value.
 */
export type SpecifierKind = 'builtin' | 'lithops' | 'package' | 'json' | 'own';

export interface ClassifiedSpecifier {
  readonly kind: SpecifierKind;
  /** The name to ask for: `node:fs` for `fs`, `zod` for `/@fs/…/node_modules/zod/index.js`; otherwise as written. */
  readonly specifier: string;
  /** Package to install or to name in `packages`; only for `package` and `lithops`. */
  readonly packageName?: string | undefined;
  /** The real file, symbolic links followed, when it was found. */
  readonly file?: string | undefined;
}

const sourceExtensions = ['.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '.jsx', '.tsx', '.json'];

/**
 * Says whether an import leads to a built-in, to an installed package or to the user's own files. A package of the
 * user's own workspace (a symbolic link that leads out of `node_modules`) is the user's own.
 *
 * @param specifier as written, or as a loader rewrote it (`/@fs/…`, `file:` URLs)
 * @param fromFile absolute path of the importing file
 */
export function classifySpecifier(specifier: string, fromFile: string): ClassifiedSpecifier {
  if (isBuiltin(specifier)) return { kind: 'builtin', specifier: withNodeScheme(specifier) };
  if (isLithops(specifier)) return { kind: 'lithops', specifier, packageName: packageNameOf(specifier) };
  const path = asPath(specifier, fromFile);
  if (path !== undefined) return classifyFile(specifier, findFile(path));
  return specifier.startsWith('#')
    ? classifyFile(specifier, resolveFrom(specifier, fromFile))
    : classifyBare(specifier, fromFile);
}

/** `lithops` and `@lithops/*` belong to the worker, which has its own copy. */
export function isLithops(specifier: string): boolean {
  return specifier.startsWith('@lithops/') || specifier === 'lithops' || specifier.startsWith('lithops/');
}

function withNodeScheme(specifier: string): string {
  return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
}

function classifyBare(specifier: string, fromFile: string): ClassifiedSpecifier {
  const packageName = packageNameOf(specifier);
  const folder = packageName && findPackageFolder(packageName, dirname(fromFile));
  const file = resolveFrom(specifier, fromFile);
  if (folder !== undefined && isInNodeModules(folder))
    return { kind: 'package', specifier, packageName, file };
  if (file !== undefined) return classifyFile(specifier, file);
  if (folder !== undefined) return { kind: 'own', specifier };
  // Nobody installed it, yet its import succeeded: an alias of the user's tools, so the user's own file.
  const aliased = tsconfigCandidates(specifier, dirname(fromFile)).map(findFile);
  return classifyFile(
    specifier,
    aliased.find((candidate) => candidate !== undefined),
  );
}

/** A path says less than a name: below `node_modules` the package is found again. */
function classifyFile(specifier: string, file: string | undefined): ClassifiedSpecifier {
  if (file === undefined) return { kind: specifier.endsWith('.json') ? 'json' : 'own', specifier };
  const owner = owningPackage(file);
  const name = owner?.manifest.name;
  if (owner && name !== undefined && isLithops(name)) {
    const offered = specifierOfFile(file, owner.folder, owner.manifest);
    if (offered !== undefined) return { kind: 'lithops', specifier: offered, packageName: name, file };
  }
  if (isInNodeModules(file) && owner) {
    const offered = specifierOfFile(file, owner.folder, owner.manifest) ?? file;
    return { kind: 'package', specifier: offered, packageName: name, file };
  }
  return { kind: file.endsWith('.json') ? 'json' : 'own', specifier, file };
}

/** Absolute path of a specifier that is one, in any of the forms loaders give it. */
function asPath(specifier: string, fromFile: string): string | undefined {
  const bare = specifier.replace(/[?#].*$/s, '') || specifier;
  if (bare.startsWith('file:')) return fileURLToPath(bare);
  if (/^\.\.?(\/|$)/.test(bare)) return resolve(dirname(fromFile), bare);
  if (bare.startsWith('/@fs/')) return bare.slice('/@fs'.length);
  if (!isAbsolute(bare)) return undefined;
  if (existsSync(bare)) return bare;
  // vite: relative to the root of the project, which is some folder above the importing file.
  for (const folder of parents(dirname(fromFile))) {
    if (existsSync(join(folder, bare))) return join(folder, bare);
  }
  return bare;
}

/** The file that a path means: extension left out, `.js` written for `.ts`, a folder with an index. */
function findFile(path: string): string | undefined {
  const withoutExtension = path.replace(/\.(js|mjs|cjs|jsx)$/, '');
  const asTypeScript =
    withoutExtension === path ? [] : ['.ts', '.mts', '.cts', '.tsx'].map((end) => withoutExtension + end);
  const candidates = [
    path,
    ...asTypeScript,
    ...sourceExtensions.map((end) => path + end),
    ...sourceExtensions.map((end) => join(path, `index${end}`)),
  ];
  const found = candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
  return found === undefined ? undefined : realpathSync(found);
}

function resolveFrom(specifier: string, fromFile: string): string | undefined {
  try {
    return realpathSync(createRequire(fromFile).resolve(specifier));
  } catch (error) {
    // ES-module-only packages have no answer for `require`; neither have aliases.
    if (hasField(error, 'code')) return undefined;
    throw error;
  }
}
