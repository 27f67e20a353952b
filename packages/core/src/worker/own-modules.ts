import { createRequire, isBuiltin } from 'node:module';
import { LithopsError } from '../errors/lithops-error.js';
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
  return load === undefined ? requireInstalled(specifier) : load();
}

function requireInstalled(specifier: string): unknown {
  try {
    return requireOwn(specifier);
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
    throw notHere(specifier, error);
  }
}

/** What makes backends and stores stays with the client: workers have those of their calls. */
function notHere(specifier: string, cause: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message:
      `Expected functions to use of Lithops only what their workers have (${[...bundled.keys()].join(', ')}), got "${specifier}". ` +
      "Inside a call, write new FunctionExecutor() without `backend` and `storage`: it has its caller's. For another backend, return ctx.map(…), which the client runs.",
    cause,
  });
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
