import { existsSync, realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { resolve } from 'node:path';
import type { Message, Metafile } from 'esbuild';
import { findPackageFolder, packageNameOf } from '../modules/package-folder.js';
import { buildError, entryReached, missingEsbuild, nativeError } from './build-errors.js';
import { BundleCache, type CachedBuild, sha256, stampOf } from './bundle-cache.js';
import type { BundleOptions } from './bundle-options.js';
import { entryModule } from './entry-module.js';
import { importChain } from './import-chain.js';
import { nativePackages } from './native-packages.js';
import type { PackageData } from './open-packages.js';
import type { External, PackageEntry, PackageReference } from './package-reference.js';
import { type BundlePlan, planBundle } from './plan-bundle.js';
import {
  type Build,
  type BuildRequest,
  type Esbuild,
  isBuildFailure,
  loadEsbuild,
  runEsbuild,
  sourceFile,
} from './run-esbuild.js';
import { wholeModules } from './whole-modules.js';

/** The packages of a capsule. The `PackageData` part travels; the map stays with the client. */
export interface PackageBundle extends PackageData {
  /** One for each reference, in their order. */
  readonly entries: readonly PackageEntry[];
  /** Source map of `code`, as JSON; its sources are absolute paths. Undefined when nothing is bundled. */
  readonly map: string | undefined;
}

/**
 * Bundles what a capsule references: tree-shaken, for Node.js, as each importing file's own system sees it. Built-ins,
 * `@lithops/*` and excluded packages stay external; when nothing else is there, no bundler is loaded. Synchronous;
 * kept on disk until a file that went in has changed.
 *
 * @returns plain data: `new PackageTable(bundle)` gives the values, by `entries[i].key` for `references[i]`
 * @throws ClosureError `LITHOPS_CLOSURE`: a package is not found, is native, uses top-level await, or reaches the
 *   program's entry module; esbuild is missing
 */
export function bundlePackages(
  references: readonly PackageReference[],
  options: BundleOptions = {},
): PackageBundle {
  const plan = planBundle(references, options);
  if (plan.lines.length === 0)
    return { code: '', hash: sha256(''), entries: plan.entries, externals: [], map: undefined };
  const whole = wholeModules(plan.lines);
  if (whole !== undefined) return { ...whole, entries: plan.entries, map: undefined };
  const contents = entryModule(plan.lines);
  const cache = new BundleCache(plan.resolveDirectory, options.cacheDirectory);
  const key = cacheKey(contents, plan, options);
  const known = cache.read(key);
  const build = known ?? buildPackages(contents, plan, options);
  if (!known) cache.write(key, build);
  const { code, hash, map, externals } = build;
  return { code, hash, map, externals, entries: plan.entries };
}

type Attempt =
  | { readonly outcome: 'built'; readonly build: Build }
  /** Modules that installed packages ask for and that nobody installed: optional, they fail when they are reached. */
  | { readonly outcome: 'absent'; readonly names: readonly string[] };

function buildPackages(contents: string, plan: BundlePlan, options: BundleOptions): CachedBuild {
  const esbuild = loadEsbuild();
  if (!esbuild) throw missingEsbuild(plan.lines);
  const external = new Set(alwaysExternal(options));
  // Each round leaves out what the one before showed must stay outside.
  for (;;) {
    const request = { contents, resolveDirectory: plan.resolveDirectory, external: [...external] };
    const attempt = attemptBuild(esbuild, request, plan);
    const outside =
      attempt.outcome === 'absent' ? attempt.names : nativesOutside(attempt.build, plan, options);
    const added = outside.filter((name) => !external.has(name));
    if (added.length === 0 && attempt.outcome === 'built') return finish(attempt.build, plan, options);
    for (const name of added) external.add(name);
  }
}

function alwaysExternal({ packages = [], excludeModules = [] }: BundleOptions): string[] {
  return [...packages, ...excludeModules, '@lithops/*', 'lithops'];
}

function attemptBuild(esbuild: Esbuild, request: BuildRequest, plan: BundlePlan): Attempt {
  try {
    const build = runEsbuild(esbuild, request);
    const undefinedImport = build.warnings.filter(({ id }) => id === 'import-is-undefined').filter(isOfTable);
    if (undefinedImport.length > 0) throw buildError(undefinedImport, plan.lines, undefined);
    return { outcome: 'built', build };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const absent = error.errors.map(absentModule);
    const names = absent.filter((name) => name !== undefined);
    if (names.length < absent.length || names.every((name) => request.external.includes(name))) {
      throw buildError(error.errors, plan.lines, error);
    }
    return { outcome: 'absent', names };
  }
}

function isOfTable({ location }: Message): boolean {
  return location?.file.endsWith(sourceFile) ?? false;
}

/** Node.js fails at such an import only when it comes to it, and so does the bundle. */
function absentModule({ text, location }: Message): string | undefined {
  const name = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
  return location && /(^|[\\/])node_modules[\\/]/.test(location.file) ? name : undefined;
}

/** Native packages, to be left outside where that helps. @throws ClosureError where it does not */
function nativesOutside({ metafile }: Build, plan: BundlePlan, { natives }: BundleOptions): string[] {
  const names = [...nativePackages(inputFiles(metafile, plan.resolveDirectory)).keys()];
  if (names.length > 0 && natives !== 'external') throw nativeError(names, plan.lines);
  return names;
}

function finish(
  { code, map, metafile }: Build,
  plan: BundlePlan,
  { entryFile = process.argv[1] }: BundleOptions,
): CachedBuild {
  const directory = plan.resolveDirectory;
  const entry = entryFile === undefined || !existsSync(entryFile) ? undefined : realpathSync(entryFile);
  const chain = entry === undefined ? undefined : importChain(metafile, sourceFile, directory, entry);
  if (chain) throw entryReached(chain, plan.lines);
  const inputs = inputFiles(metafile, directory).map(stampOf);
  return {
    code,
    hash: sha256(code),
    map: withAbsoluteSources(map, directory),
    externals: externalsOf(metafile, plan),
    inputs,
  };
}

function inputFiles(metafile: Metafile, directory: string): string[] {
  const own = new Set([sourceFile, '<runtime>', '<stdin>']);
  const files = Object.keys(metafile.inputs).filter(
    (file) => !own.has(file) && !file.startsWith('(disabled):'),
  );
  return files.map((file) => resolve(directory, file)).filter((file) => existsSync(file));
}

function externalsOf(metafile: Metafile, { lines, resolveDirectory }: BundlePlan): External[] {
  const externals = new Map<string, External>();
  for (const [importer, { imports }] of Object.entries(metafile.inputs)) {
    for (const { path, external } of imports) {
      if (!external || path === '<runtime>' || isBuiltin(path) || externals.has(path)) continue;
      const line = importer === sourceFile ? lines.find(({ request }) => request === path) : undefined;
      const from = line?.reference.from ?? resolve(resolveDirectory, importer);
      externals.set(path, { specifier: path, packageName: packageNameOf(path), from });
    }
  }
  return [...externals.values()];
}

function withAbsoluteSources(map: string, directory: string): string {
  const parsed: { sources: string[] } = JSON.parse(map);
  return JSON.stringify({ ...parsed, sources: parsed.sources.map((source) => resolve(directory, source)) });
}

/** All that decides what a build makes, but the contents of the files: those are compared when it is read back. */
function cacheKey(contents: string, plan: BundlePlan, options: BundleOptions): string {
  const folders = plan.lines.map(({ reference: { specifier } }) => {
    const name = packageNameOf(specifier);
    return name === undefined ? undefined : findPackageFolder(name, plan.resolveDirectory);
  });
  const { natives, entryFile = process.argv[1] } = options;
  const external = alwaysExternal(options);
  const parts = [cacheVersion, contents, plan.resolveDirectory, folders, external, natives, entryFile];
  return sha256(JSON.stringify(parts));
}

/** Raised when the same input makes another bundle. */
const cacheVersion = 1;
