import type { BuildFailure, BuildOptions, Message, Metafile } from 'esbuild';
import { hasField } from '../modules/error-kind.js';

export type Esbuild = typeof import('esbuild');

export interface BuildRequest {
  readonly contents: string;
  readonly resolveDirectory: string;
  readonly external: readonly string[];
}

export interface Build {
  readonly code: string;
  readonly map: string;
  readonly metafile: Metafile;
  readonly warnings: readonly Message[];
}

export const sourceFile = 'lithops-packages.mjs';

/** Loads esbuild, at the first bundle of a process and not before. Undefined when it is not installed or cannot run. */
export function loadEsbuild(): Esbuild | undefined {
  // Not `require` of this file: Jest would load a copy of its own for each test file, without the types it checks.
  const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
  try {
    return require('esbuild');
  } catch (error) {
    if (hasField(error, 'code') && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** One synchronous build in memory. @throws BuildFailure of esbuild */
export function runEsbuild(esbuild: Esbuild, request: BuildRequest): Build {
  const result = esbuild.buildSync(buildOptions(request));
  const text = (end: string) => result.outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
  return { code: text('.cjs'), map: text('.map'), metafile: result.metafile, warnings: result.warnings };
}

function buildOptions({ contents, resolveDirectory, external }: BuildRequest) {
  return {
    stdin: { contents, resolveDir: resolveDirectory, sourcefile: sourceFile, loader: 'js' },
    absWorkingDir: resolveDirectory,
    outfile: 'lithops-packages.cjs',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Node's own conditions and no other: by default esbuild adds one of its own.
    conditions: ['module-sync'],
    external: [...external],
    sourcemap: 'external',
    sourcesContent: false,
    minifyWhitespace: true,
    minifySyntax: true,
    keepNames: true,
    legalComments: 'none',
    treeShaking: true,
    logLevel: 'silent',
    logOverride: { 'require-resolve-not-external': 'silent', 'empty-import-meta': 'silent' },
    loader: { '.node': 'empty' },
    // All modules are loaded through the table's own `require`, so that the worker can answer.
    supported: { 'dynamic-import': false },
    define: {
      'import.meta.url': 'importMetaUrl',
      'import.meta.filename': '__filename',
      'import.meta.dirname': '__dirname',
    },
  } satisfies BuildOptions;
}

export function isBuildFailure(error: unknown): error is BuildFailure {
  return hasField(error, 'errors') && Array.isArray(error.errors);
}
