import type { Options } from 'tsup';
import { makeTwins } from './scripts/build/common-js.mjs';

/** One shape for every package: ES modules with types here, their CommonJS twins by scripts/build/common-js.mjs. */
export function library(entry: Record<string, string>, extra: Options = {}): Options {
  return {
    entry,
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    dts: true,
    sourcemap: true,
    // src is shipped: maps need not hold it a second and third time
    esbuildOptions: (options) => {
      options.sourcesContent = false;
    },
    clean: true,
    splitting: true,
    // Modules only: declarations are not there yet, `build` makes their twins when they are.
    onSuccess: makeTwins,
    ...extra,
  };
}
