import { createRequire } from 'node:module';

const requireOwn = createRequire(import.meta.url);

/** `@lithops/…` in a user's function means the worker's own copy, so that errors, storage and executors are one family. */
export function ownModule(specifier: string): unknown {
  return specifier === '@lithops/core' || specifier.startsWith('@lithops/')
    ? requireOwn(specifier)
    : undefined;
}
