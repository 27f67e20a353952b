import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LithopsError } from '../errors/lithops-error.js';
import { codeOf, messageOf } from '../util/thrown.js';
import { checkCoreRange } from './core-range.js';

/** A package that was found: where, and what it exports. */
export interface LoadedPackage {
  readonly path: string;
  readonly exports: object;
}

/**
 * Loads a package as it is seen from a folder, synchronously (`require` of ES modules included).
 *
 * @param what - how the user knows what is in it: `the backend "http"`
 * @returns `undefined` when there is none.
 * @throws {LithopsError} `LITHOPS_PLUGIN_INVALID` when it is there and cannot be loaded, `LITHOPS_PLUGIN_VERSION` when it is for
 * another core.
 */
export function loadPackage(name: string, folder: string, what: string): LoadedPackage | undefined {
  // The file need not exist: it only tells where to begin to look.
  const require = createRequire(join(folder, 'lithops-plugin.cjs'));
  const path = find(name, require);
  if (path === undefined) return undefined;
  checkCoreRange(what, path);
  try {
    const exports: unknown = require(path);
    return {
      path,
      exports: typeof exports === 'object' && exports !== null ? exports : { default: exports },
    };
  } catch (error) {
    throw unloadable(name, path, error);
  }
}

function find(name: string, require: NodeJS.Require): string | undefined {
  try {
    return require.resolve(name);
  } catch (error) {
    if (codeOf(error) === 'MODULE_NOT_FOUND') return undefined;
    throw unloadable(name, require.resolve.paths(name)?.[0] ?? '', error);
  }
}

function unloadable(name: string, path: string, error: unknown): LithopsError {
  const reason = messageOf(error).split('\n')[0];
  return new LithopsError({
    code: 'LITHOPS_PLUGIN_INVALID',
    message: `The package "${name}" (${path}) cannot be loaded: ${reason}.${hint(error)}`,
    cause: error,
  });
}

function hint(error: unknown): string {
  switch (codeOf(error)) {
    case 'ERR_REQUIRE_ASYNC_MODULE':
      return ' A plug-in must have no top-level await, because it is loaded synchronously.';
    case 'ERR_PACKAGE_PATH_NOT_EXPORTED':
      return ' Its package.json needs a "default" or "require" condition in "exports".';
    default:
      return '';
  }
}
