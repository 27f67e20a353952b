import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ownPartOf } from '@lithops/closure/esbuild';
import type { Plugin } from 'esbuild';

/** Names the source that core writes; it requires other files of the bundle as `bundle:<name>`. */
export const SOURCE = 'lithops-worker.cjs';

/** For each module that another file of the bundle holds already, by path: the expression that gives it. */
export type HeldModules = ReadonlyMap<string, string>;

/** Our packages as CommonJS, whoever imports them how: their ES modules only hand on what that has. */
export const ownPackages: Plugin = {
  name: 'own-packages',
  setup(build) {
    const requireOwn = createRequire(import.meta.url);
    build.onResolve({ filter: /^@lithops\// }, ({ path: name, kind, resolveDir }) => {
      if (/^@lithops\/(core|closure)(\/|$)/.test(name))
        return { path: realpathSync(requireOwn.resolve(name)) };
      return kind === 'require-call' ? undefined : build.resolve(name, { kind: 'require-call', resolveDir });
    });
  },
};

/** Files of the bundle that are loaded when they are first needed. */
export const besideEachOther: Plugin = {
  name: 'beside-each-other',
  setup(build) {
    build.onResolve({ filter: /^bundle:/ }, ({ path: name }) => ({
      path: `./${name.slice('bundle:'.length)}`,
      external: true,
    }));
  },
};

/**
 * What modules of one folder import with `import()` is left out, to become a file of the bundle that is loaded when it is
 * needed.
 *
 * @param found - takes the paths of those modules, by the names of their files
 */
export function loadedLater(directory: string, found: Map<string, string>): Plugin {
  return {
    name: 'loaded-later',
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path: specifier, kind, importer, resolveDir }) => {
        if (kind !== 'dynamic-import' || path.dirname(importer) !== directory) return undefined;
        const name = path.basename(specifier).replace(/\.[cm]?js$/, '.js');
        found.set(name, path.resolve(resolveDir, specifier));
        return { path: `./${name}`, external: true };
      });
    },
  };
}

/** What another file of the bundle holds is taken from there; our whole files are taken apart. */
export function modulesFrom(held: HeldModules): Plugin {
  return {
    name: 'modules-from',
    setup(build) {
      build.onLoad({ filter: /\.(c|m)?js$/ }, async ({ path: file }) => {
        const expression = held.get(file);
        if (expression !== undefined) return { contents: `module.exports = ${expression};`, loader: 'js' };
        if (!file.endsWith('.cjs')) return undefined;
        const contents = ownPartOf(await readFile(file, 'utf8'));
        return contents === undefined ? undefined : { contents, loader: 'js' };
      });
    },
  };
}

/** Absolute paths of what a build read. */
export function inputsOf(inputs: Readonly<Record<string, unknown>>, directory: string): readonly string[] {
  return Object.keys(inputs)
    .filter((name) => path.basename(name) !== SOURCE)
    .map((name) => path.resolve(directory, name));
}
