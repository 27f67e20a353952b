import { createRequire } from 'node:module';
import { processWide } from '../util/process-wide.js';

const requireOwn = createRequire(import.meta.url);

/** In workers that were bundled: how to load what is in the bundle, by specifier. */
const bundled = processWide('bundled-modules', () => new Map<string, () => unknown>());

/** `@lithops/…` in a user's function means the worker's own copy, so that errors, storage and executors are one family. */
export function ownModule(specifier: string): unknown {
  if (specifier !== '@lithops/core' && !specifier.startsWith('@lithops/')) return undefined;
  const load = bundled.get(specifier);
  return load === undefined ? requireOwn(specifier) : load();
}

/** Lets functions in this process import what was bundled with the worker. */
export function provideModules(modules: Readonly<Record<string, () => unknown>>): void {
  for (const [specifier, load] of Object.entries(modules)) bundled.set(specifier, load);
}
