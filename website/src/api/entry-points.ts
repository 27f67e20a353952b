import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/setup/command.mjs';
import { publishedPackages, type WorkspacePackage } from '../../../scripts/workspace.js';

/** One thing that people import: a package, or a subpath of one. */
export interface EntryPoint {
  /** As it is imported: `@lithops/core/spec`. */
  readonly name: string;
  /** The source that it is built from, from the project's folder: `packages/core/src/spec-entry.ts`. */
  readonly source: string;
}

/** The entry points of all published packages, core first, those of a package as its `exports` orders them. */
export function entryPoints(): readonly EntryPoint[] {
  const points = publishedPackages().flatMap(entryPointsOf);
  return points.toSorted((one, other) => rank(one) - rank(other));
}

function rank({ name }: EntryPoint): number {
  return name.startsWith('@lithops/core') ? 0 : 1;
}

function entryPointsOf({ folder, manifest }: WorkspacePackage): readonly EntryPoint[] {
  const built = sourcesByName(folder);
  return Object.entries(manifest.exports ?? {})
    .filter(([subpath]) => subpath !== './package.json')
    .map(([subpath, conditions]) => {
      const output = /"\.\/dist\/([\w-]+)\.js"/.exec(JSON.stringify(conditions))?.[1] ?? '?';
      const source = built.get(output);
      if (source === undefined)
        throw new Error(`Expected ${folder}/tsup.config.ts to say what dist/${output}.js is built from.`);
      return { name: path.posix.join(manifest.name, subpath), source: `${folder}/${source}` };
    });
}

/** What tsup.config.ts says: `spec` is built from `src/spec-entry.ts`. */
function sourcesByName(folder: string): ReadonlyMap<string, string> {
  const text = readFileSync(path.join(root, folder, 'tsup.config.ts'), 'utf8');
  const pairs = [...text.matchAll(/'?([\w-]+)'?: '(src\/[^']+\.ts)'/g)];
  return new Map(pairs.map(([, name = '', source = '']) => [name, source]));
}
