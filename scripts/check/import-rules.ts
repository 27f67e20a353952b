import path from 'node:path';
import { type ProjectFile, publishedPackages, sourceFiles, type WorkspacePackage } from '../workspace.js';
import type { Check } from './check.js';
import { importsOf, type ModuleImport } from './imports-of.js';
import { coreLayers, mayDependOn, otherLayer, specMayImport } from './layers.js';

/** Who may import whom: between packages, and between the folders of core. */
export const importRules: Check = {
  name: 'imports',
  run: () => brokenImports(sourceFiles(), publishedPackages()),
};

/** Every import that breaks a rule, with the rule. */
export function brokenImports(
  files: readonly ProjectFile[],
  packages: readonly WorkspacePackage[],
): readonly string[] {
  return files.flatMap((file) => {
    const where: Place = {
      file: file.path,
      owner: packages.find(({ folder }) => isBelow(file.path, folder)),
    };
    return importsOf(file.path, file.text).flatMap((found) => {
      const rule = ruleBrokenBy(found, where, packages);
      return rule === undefined ? [] : [`${file.path}:${found.line} imports "${found.specifier}": ${rule}`];
    });
  });
}

interface Place {
  readonly file: string;
  /** The published package that the file belongs to. */
  readonly owner: WorkspacePackage | undefined;
}

function ruleBrokenBy(
  found: ModuleImport,
  where: Place,
  packages: readonly WorkspacePackage[],
): string | undefined {
  if (found.specifier.startsWith('.')) return relativeRule(found, where, packages);
  const target = packages.find(({ manifest }) => isBelow(found.specifier, manifest.name));
  if (target === undefined) return undefined;
  return (
    exportsRule(found.specifier, target) ?? (where.owner && packageRule(where.owner, target, where.file))
  );
}

/** A relative import stays in its package; inside core it follows the layers. */
function relativeRule(found: ModuleImport, { file, owner }: Place, packages: readonly WorkspacePackage[]) {
  const target = path.posix.join(path.posix.dirname(file), found.specifier);
  const other = packages.find(({ folder }) => isBelow(target, folder));
  if (other !== undefined && other !== owner) {
    return `only what ${other.manifest.name} exports may be used, by the package's name.`;
  }
  if (owner?.manifest.name === '@lithops/core' && !isTest(file)) return layerRule(found, file, target);
  return undefined;
}

function exportsRule(specifier: string, { manifest }: WorkspacePackage): string | undefined {
  const subpath = `.${specifier.slice(manifest.name.length)}`;
  const known = Object.keys(manifest.exports ?? {});
  if (known.includes(subpath)) return undefined;
  return `${manifest.name} does not export "${subpath}", only ${known.join(', ')}.`;
}

function packageRule(owner: WorkspacePackage, target: WorkspacePackage, file: string): string | undefined {
  if (owner === target)
    return isTest(file) ? undefined : 'a package reaches its own files by relative paths.';
  const allowed = mayDependOn(owner.manifest.name, target.manifest.name);
  const declared = { ...owner.manifest.dependencies, ...owner.manifest.peerDependencies };
  if (isTest(file)) Object.assign(declared, owner.manifest.devDependencies);
  if (!allowed && !isTest(file)) {
    return `${owner.manifest.name} must not depend on ${target.manifest.name} (scripts/check/layers.ts).`;
  }
  return target.manifest.name in declared
    ? undefined
    : `it is not among the dependencies of ${owner.folder}.`;
}

function layerRule(found: ModuleImport, file: string, target: string): string | undefined {
  const from = coreLayer(file);
  const to = coreLayer(target);
  if (from === undefined || to === undefined || from === to) return undefined;
  if (from === 'spec' && !(found.typeOnly || specMayImport.includes(to))) {
    return `spec/ has no behaviour: types only, and from ${specMayImport.join(', ')}.`;
  }
  if (to === 'testing') return 'core/src/testing is for its users and tests, the product does not use it.';
  // Types are erased, and what is imported where it runs is not loaded with the file: neither makes a layer heavier.
  if (found.typeOnly || found.dynamic) return undefined;
  return coreLayers[from]?.includes(to)
    ? `${from}/ must not import ${to}/ (scripts/check/layers.ts).`
    : undefined;
}

function coreLayer(file: string): string | undefined {
  const inside = /^packages\/core\/src\/(.+)/.exec(file)?.[1] ?? '';
  const other = otherLayer.find(([prefix]) => inside.startsWith(prefix));
  return other?.[1] ?? /^([^/]+)\//.exec(inside)?.[1];
}

function isTest(file: string): boolean {
  return /\.test(-d)?\.[cm]?tsx?$|\/(test|bench)\/|\.config\.ts$/.test(file);
}

function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}
