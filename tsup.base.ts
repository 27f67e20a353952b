import type { Options } from 'tsup';

/** One shape for every package: ES modules and CommonJS with types, one chunk graph per format. */
export function library(entry: Record<string, string>, extra: Options = {}): Options {
  return {
    entry,
    format: ['esm', 'cjs'],
    target: 'node20',
    platform: 'node',
    dts: true,
    sourcemap: true,
    // src is shipped: maps need not hold it a second and third time
    esbuildOptions: (options) => {
      options.sourcesContent = false;
    },
    clean: true,
    shims: true,
    splitting: true,
    ...extra,
  };
}
