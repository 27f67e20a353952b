import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClosureError } from '../errors.js';
import { type ClassifiedSpecifier, classifySpecifier } from '../modules/classify-specifier.js';
import { findPackageFolder } from '../modules/package-folder.js';
import { type BundleOptions, isExcluded } from './bundle-options.js';
import type { EntryLine } from './entry-module.js';
import {
  type External,
  type PackageEntry,
  type PackageReference,
  referenceKey,
} from './package-reference.js';
import { isOffered, resolveInFolder } from './resolve-export.js';

/** What is to be bundled, and the table's line of every reference, in the order of the references. */
export interface BundlePlan {
  readonly entries: readonly PackageEntry[];
  /** Empty: nothing to bundle, no bundler needed. */
  readonly lines: readonly EntryLine[];
  /** Where the generated module resolves names from. */
  readonly resolveDirectory: string;
}

/** Decides for each reference whether it is bundled, and under which name. */
export function planBundle(references: readonly PackageReference[], options: BundleOptions): BundlePlan {
  const planner = new Planner(options);
  const entries = references.map((reference) => planner.add(reference));
  return { entries, lines: planner.lines, resolveDirectory: planner.resolveDirectory ?? process.cwd() };
}

class Planner {
  resolveDirectory: string | undefined;
  readonly #options: BundleOptions;
  readonly #lines = new Map<string, EntryLine>();

  constructor(options: BundleOptions) {
    this.#options = options;
  }

  get lines(): readonly EntryLine[] {
    return [...this.#lines.values()];
  }

  add(given: PackageReference): PackageEntry {
    const from = given.from.startsWith('file:') ? fileURLToPath(given.from) : given.from;
    const module = classifySpecifier(given.specifier, from);
    const reference = { ...given, from, specifier: module.specifier };
    if (isExternal(module, this.#options)) {
      const { specifier } = module;
      const packageName = module.kind === 'builtin' ? undefined : module.packageName;
      return entryOf(referenceKey(reference), reference, { specifier, packageName, from });
    }
    return entryOf(this.#bundle(reference, module), reference, undefined);
  }

  #bundle(reference: PackageReference, module: ClassifiedSpecifier): string {
    const request = this.#request(reference, module);
    for (let copy = 0; ; copy += 1) {
      const key = referenceKey(reference) + (copy === 0 ? '' : `@${copy}`);
      const known = this.#lines.get(key);
      if (known && known.request !== request) continue;
      this.#lines.set(key, { key, request, reference: mergeNames(known?.reference, reference) });
      return key;
    }
  }

  /** By name from the directory of the first reference; a copy that only others see, by its path. */
  #request(reference: PackageReference, module: ClassifiedSpecifier): string {
    const { specifier, from, interop, lazy, path } = reference;
    const directory = dirname(from);
    this.resolveDirectory ??= directory;
    if (module.kind !== 'package') return module.file ?? fromDirectory(specifier, directory);
    if (isAbsolute(specifier)) return specifier;
    const { packageName = specifier } = module;
    const folder = findPackageFolder(packageName, directory);
    if (folder === undefined) return specifier;
    const subpath = `.${specifier.slice(packageName.length)}`;
    // `fromModule` gives the module at once, also one that offers itself to `import` only.
    const system = lazy && interop === 'require' && !isOffered(folder, subpath, interop) ? 'esm' : interop;
    const isSameCopy = folder === findPackageFolder(packageName, this.resolveDirectory);
    if (isSameCopy && system === interop) return specifier;
    const file = resolveInFolder(folder, subpath, system);
    if (file !== undefined) return file;
    throw new ClosureError({
      code: 'LITHOPS_CLOSURE',
      path: path ?? specifier,
      what: `an import of ${specifier}, which ${folder} does not offer (imported by ${from})`,
      fix: `Import one of the package's own exports.`,
    });
  }
}

function isExternal({ kind, packageName, specifier }: ClassifiedSpecifier, options: BundleOptions): boolean {
  if (kind === 'builtin' || kind === 'lithops') return true;
  return kind === 'package' && isExcluded(packageName, specifier, options);
}

/** Nothing is there; esbuild says so, and must not look for it beside another file. */
function fromDirectory(specifier: string, directory: string): string {
  return /^\.\.?(\/|$)/.test(specifier) ? resolve(directory, specifier) : specifier;
}

/** Two functions that read different members need both; one that reads all needs all. */
function mergeNames(known: PackageReference | undefined, added: PackageReference): PackageReference {
  if (!known) return added;
  const names = known.names && added.names ? [...new Set([...known.names, ...added.names])] : undefined;
  return { ...known, names };
}

function entryOf(key: string, reference: PackageReference, external: External | undefined): PackageEntry {
  const { specifier, imported, interop, members, lazy = false } = reference;
  return { key, specifier, imported, interop, members, lazy, ...(external ? { external } : {}) };
}
