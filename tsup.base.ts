import type { Options } from 'tsup';

/**
 * One shape for every package: ES modules with types here, which scripts/build/common-js.mjs makes what is published of.
 *
 * @param exported what package.json exports
 * @param parts what becomes files of its own: those of workers, and what a program should load only when it is used
 */
export function library(exported: Record<string, string>, parts: Record<string, string> = {}): Options {
  return {
    entry: { ...exported, ...parts },
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    dts: { entry: exported },
    sourcemap: true,
    // src is shipped: maps need not hold it a second and third time
    esbuildOptions: (options) => {
      options.sourcesContent = false;
    },
    clean: true,
    splitting: true,
  };
}
