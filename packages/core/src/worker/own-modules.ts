import { createRequire, isBuiltin } from 'node:module';
import { processWide } from '../util/process-wide.js';
import { codeOf } from '../util/thrown.js';

const requireOwn = createRequire(import.meta.url);

/** In workers that were bundled: how to load what is in the bundle, by specifier. */
const bundled = processWide('bundled-modules', () => new Map<string, () => unknown>());

/**
 * `@lithops/…` in a user's function means the worker's own copy, so that errors, storage and executors are one family. Packages
 * that were installed beside a worker that was uploaded are its own as well: where the program has them, nothing is there.
 */
export function ownModule(specifier: string): unknown {
  if (!specifier.startsWith('@lithops/')) return bundled.size === 0 ? undefined : installedModule(specifier);
  const load = bundled.get(specifier);
  return load === undefined ? requireOwn(specifier) : load();
}

function installedModule(specifier: string): unknown {
  if (isBuiltin(specifier) || !/^[@\w]/.test(specifier)) return undefined;
  try {
    requireOwn.resolve(specifier);
  } catch (error) {
    if (codeOf(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
  return requireOwn(specifier);
}

/** Lets functions in this process import what was bundled with the worker. */
export function provideModules(modules: Readonly<Record<string, () => unknown>>): void {
  for (const [specifier, load] of Object.entries(modules)) bundled.set(specifier, load);
}
