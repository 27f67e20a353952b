import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, runInThisContext, Script } from 'node:vm';
import { hasField } from '../modules/error-kind.js';
import { applyInterop, readMembers, viteNamespace } from './interop-value.js';
import type { External, PackageEntry } from './package-reference.js';

/** What of a bundle travels in a capsule. */
export interface PackageData {
  /** Body of a function; empty when every reference is external. */
  readonly code: string;
  /** SHA-256 of `code`, in hex. */
  readonly hash: string;
  readonly entries: readonly PackageEntry[];
  /** What the code itself asks for. */
  readonly externals: readonly External[];
}

export interface OpenPackagesOptions {
  /** Answers for modules the process has itself; undefined for those it does not know. */
  readonly resolveModule?: ((specifier: string) => unknown) | undefined;
}

type Require = (specifier: string) => unknown;
type Getters = Readonly<Record<string, () => unknown>>;

/** The values of a capsule's packages by key. Nothing is loaded before the first value is asked for. */
export class PackageTable {
  readonly #data: PackageData;
  readonly #entries: ReadonlyMap<string, PackageEntry>;
  readonly #require: (from: string) => Require;
  readonly #values = new Map<string, unknown>();
  #getters: Getters | undefined;

  constructor(data: PackageData, options: OpenPackagesOptions = {}) {
    this.#data = data;
    this.#entries = new Map(data.entries.map((entry) => [entry.key, entry]));
    this.#require = (from) => requireFrom(from, options);
  }

  get keys(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /**
   * The value of a reference, the same one every time.
   *
   * @throws Error when the key is not in the table, or what the module throws while it is loaded
   */
  get(key: string): unknown {
    if (this.#values.has(key)) return this.#values.get(key);
    const entry = this.#entries.get(key);
    if (!entry)
      throw new Error(`The capsule has no package reference ${key}; it has: ${this.keys.join(', ')}`);
    const value = entry.external ? this.#externalValue(entry, entry.external) : this.#bundledValue(key);
    this.#values.set(key, value);
    return value;
  }

  #externalValue(entry: PackageEntry, external: External): unknown {
    const load = () => {
      const module = applyInterop(this.#require(external.from)(external.specifier), entry.interop);
      return readMembers(module, entry.imported, entry.members);
    };
    if (!entry.lazy) return load();
    return entry.interop === 'esm' ? async () => load() : load;
  }

  #bundledValue(key: string): unknown {
    this.#getters ??= evaluate(this.#data, this.#bundleRequire());
    const getter = this.#getters[key];
    if (!getter) throw new Error(`The bundle ${this.#data.hash} does not have ${key}`);
    return getter();
  }

  /** Each module that the bundle asks for is resolved from the file that asked for it. */
  #bundleRequire(): Require {
    const origins = new Map(this.#data.externals.map(({ specifier, from }) => [specifier, from]));
    const anchor = join(process.cwd(), 'bundle.cjs');
    const fallback = process.getBuiltinModule('node:module').createRequire(anchor);
    const require: Require = (specifier) => this.#require(origins.get(specifier) ?? anchor)(specifier);
    return Object.assign(require, { resolve: fallback.resolve, cache: fallback.cache, main: undefined });
  }
}

function requireFrom(from: string, { resolveModule }: OpenPackagesOptions): Require {
  return (specifier) => {
    const own = resolveModule?.(specifier);
    if (own !== undefined) return own;
    // The real one: Jest's own `require` would give each test file its own copies.
    const { createRequire } = process.getBuiltinModule('node:module');
    const require = createRequire(from);
    if (isFound(specifier, require)) return require(specifier);
    // The importing file need not exist here: in a container, packages are where the image has them.
    const here = createRequire(join(process.cwd(), 'bundle.cjs'));
    return isFound(specifier, here) ? here(specifier) : require(specifier);
  };
}

function isFound(specifier: string, { resolve }: NodeJS.Require): boolean {
  try {
    resolve(specifier);
    return true;
  } catch (error) {
    // Anything else is about a package that was found.
    return !(hasField(error, 'code') && error.code === 'MODULE_NOT_FOUND');
  }
}

const parameters = [
  'require',
  'exports',
  'module',
  '__filename',
  '__dirname',
  'importMetaUrl',
  'interop',
  'viteNamespace',
];

function evaluate({ code, hash }: PackageData, require: Require): Getters {
  const run = compile(code, `lithops-bundle:${hash}`);
  const module: { exports: { table?: Getters } } = { exports: {} };
  const filename = join(process.cwd(), 'bundle.cjs');
  run(
    require,
    module.exports,
    module,
    filename,
    process.cwd(),
    pathToFileURL(filename).href,
    applyInterop,
    viteNamespace,
  );
  return module.exports.table ?? {};
}

/** In this very realm: a script of another one would bring its own `Array`, `Error`, `Map`. */
function compile(code: string, filename: string): (...values: unknown[]) => unknown {
  if (runInThisContext('globalThis') !== globalThis) {
    const run: unknown = Reflect.construct(Function, [...parameters, `${code}\n//# sourceURL=${filename}`]);
    return callable(run);
  }
  const script = new Script(`(function (${parameters.join(', ')}) {${code}\n})`, {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return callable(script.runInThisContext());
}

function callable(value: unknown): (...values: unknown[]) => unknown {
  if (typeof value !== 'function') throw new TypeError('The code of a bundle must be a function');
  return (...values) => Reflect.apply(value, undefined, values);
}
