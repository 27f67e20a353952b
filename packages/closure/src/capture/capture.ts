import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { PackageData } from '../bundle/index.js';
import { loadedReference } from '../code-space/loaded-code.js';
import type { AnyFunction, CapsulePayload, CodeRecord, DeclarationRecord } from '../code-space/records.js';
import { ClosureError } from '../errors.js';
import {
  canonical,
  encodeGraph,
  type Path,
  renderPath,
  rootPath,
  type ValueWriter,
} from '../values/index.js';
import { bundleReferences, externalsOf } from './bundle-references.js';
import { ByName } from './by-name.js';
import type { Capsule, CaptureOptions, Contributor } from './capsule.js';
import { CodeKinds, type CodeSource } from './code-kinds.js';
import { CodeTable } from './code-table.js';
import { contributorsOf, largeCapsuleBytes } from './contributors.js';
import { writeDeclaration } from './declaration-writer.js';
import { Declarations } from './declarations.js';
import { FunctionWriter } from './function-writer.js';
import { inspector, releaseInspector } from './inspector.js';
import { MethodHomes } from './method-homes.js';
import { ModuleObjects } from './module-objects.js';
import { nativePath } from './natives.js';
import { isOwn, scriptIdOf } from './own-function.js';
import { refuse, refuseGenerators } from './refusals.js';
import { BindingResolver } from './resolve-binding.js';
import type { ScriptOrigin } from './script-origin.js';
import { scriptOf } from './scripts.js';

/**
 * A function (or class) with everything that it closes over, as bytes that {@link load} makes it from elsewhere. The
 * values are those of this moment: a variable that changes later changes nothing in the capsule.
 *
 * @throws ClosureError with the path from the function to what cannot travel, what it is and what to do.
 * @example
 * ```ts
 * import { capture } from '@lithops/closure';
 *
 * const factor = 3;
 * const capsule = capture((x: number) => x * factor);
 * ```
 */
export function capture(fn: AnyFunction, options: CaptureOptions = {}): Capsule {
  const path = rootPath(fn.name === '' ? 'function' : fn.name);
  refuseGenerators(fn, path);
  const known = selfContained.get(fn);
  if (known !== undefined && Reflect.ownKeys(fn).length === bareKeys) return { ...known, options };
  const capsule = asClosureError(fn, () => byValueOrName(fn, path, options));
  if (isSelfContained(capsule)) selfContained.set(fn, capsule);
  return capsule;
}

/** Capsules of functions that close over nothing: they are the same each time. */
const selfContained = new WeakMap<AnyFunction, Capsule>();
/** `length` and `name`: what an arrow function has. */
const bareKeys = 2;

function isSelfContained({ root, live, variables }: Capsule): boolean {
  return live.length === 2 && variables === 0 && Reflect.ownKeys(root).length === bareKeys;
}

/**
 * What is handed over travels by value whoever wrote it, so that it makes no difference which scripts were looked at before.
 * An installed package may hold what has no copy: then its exports go by name.
 */
function byValueOrName(fn: AnyFunction, path: Path, options: CaptureOptions): Capsule {
  try {
    return new Capture(options, () => undefined).trust(fn).run(fn, path);
  } catch (error) {
    if (!(error instanceof ClosureError) || isOwn(fn)) throw error;
    return byNameUnless(error, () => new Capture(options, () => undefined).run(fn, path));
  }
}

/** What kept it from travelling by value says more than that it is not exported. */
function byNameUnless(refused: ClosureError, byName: () => Capsule): Capsule {
  try {
    return byName();
  } catch (error) {
    if (error instanceof ClosureError) throw refused;
    throw error;
  }
}

/** What is known by id already need not be captured again. */
export type KnownLookup = (
  value: unknown,
) => { readonly capsule: string; readonly index: number } | undefined;

/**
 * A capture of code that was met through a value: it goes beside other capsules of the same job, and names what they hold.
 * Code of an installed package goes by name, as where it is imported.
 */
export function captureWithin(
  fn: AnyFunction,
  path: Path,
  known: KnownLookup,
  options: CaptureOptions,
): Capsule {
  return asClosureError(fn, () => {
    const capturing = new Capture(options, known);
    return (isOwn(fn) ? capturing.trust(fn) : capturing).run(fn, path);
  });
}

function asClosureError(fn: AnyFunction, action: () => Capsule): Capsule {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ClosureError)) throw error;
    const { path, what, fix, cause } = error;
    const code = error.code === 'LITHOPS_VALUE' ? 'LITHOPS_CLOSURE' : error.code;
    const name = path.startsWith('function') && fn.name === '' ? assignedName(fn) : undefined;
    if (code === error.code && name === undefined) throw error;
    throw new ClosureError({
      code,
      path: name === undefined ? path : name + path.slice('function'.length),
      what,
      fix,
      cause,
    });
  } finally {
    releaseInspector();
  }
}

/** What a function without a name was assigned to, as its source has it: `exports.resize = () => …`. */
function assignedName(fn: AnyFunction): string | undefined {
  const { location } = inspector().inspectFunction(fn);
  if (location === undefined) return undefined;
  const { source } = scriptOf(location.scriptId);
  const before = source.slice(0, source.indexOf(Function.prototype.toString.call(fn)));
  return /([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*[=:]\s*\(?$/u.exec(before)?.[1];
}

class Capture implements CodeSource {
  readonly #table = new CodeTable();
  readonly #homes = new MethodHomes();
  readonly modules = new ModuleObjects(this.#table.namedSymbols);
  readonly #declarations = new Declarations((value, path) => this.#cannotTravel(value, path));
  readonly #byName: ByName;
  readonly #resolver: BindingResolver;
  readonly #functions: FunctionWriter;
  readonly #known: KnownLookup;
  readonly #needs = new Set<string>();
  readonly #symbolPaths = new Map<symbol, Path>();
  readonly #declarationRecords: DeclarationRecord[] = [];
  readonly #trusted = new Set<string>();
  readonly #options: CaptureOptions;

  constructor(options: CaptureOptions, known: KnownLookup) {
    this.#options = options;
    this.#known = known;
    this.#byName = new ByName(this.#table, this.#trusted);
    this.#resolver = new BindingResolver(this.#table, this.#byName, this.modules, this.#declarations);
    this.#functions = new FunctionWriter(this.#table, this.#homes, this.#byName, this.#resolver);
  }

  run(fn: AnyFunction, path: Path): Capsule {
    const table = this.#table;
    const graph = encodeGraph([fn], { foreign: new CodeKinds(this), sharedIdentity: true, path: () => path });
    this.#refuseLostSymbols();
    const { references, bundles, packages } = bundleReferences(table.references, this.#options);
    const payload: CapsulePayload = {
      version: 1,
      scopes: table.scopes(),
      slots: table.slots,
      references,
      bundles,
      declarations: this.#declarationRecords.sort((a, b) => a.start - b.start),
      graph,
    };
    const bytes = new Uint8Array(serialize(canonical(payload)));
    return {
      hash: createHash('sha256').update(bytes).digest('hex'),
      bytes,
      externals: packages === undefined ? [] : externalsOf(packages),
      bundle: packages && { hash: packages.hash, map: packages.map },
      contributors: bytes.byteLength > largeCapsuleBytes ? this.#contributors(bundles) : [],
      live: [...table.functions, ...table.referenced, fn, ...table.symbols],
      needs: [...this.#needs],
      variables: payload.scopes.reduce((sum, { names }) => sum + names.length, 0),
      root: fn,
      options: this.#options,
      locations: table.locations,
    };
  }

  #contributors(bundles: readonly PackageData[]): Contributor[] {
    const values = this.#table.bound.map(({ value, path }) => ({ value, path: renderPath(path) }));
    return contributorsOf(this.#table.slots, bundles, values);
  }

  /** A symbol that no captured code can name would be a key that nobody finds again. */
  #refuseLostSymbols(): void {
    for (const [symbol, path] of this.#symbolPaths) {
      if (this.#table.namedSymbols.has(symbol)) continue;
      throw refuse(
        path,
        `the unique symbol ${String(symbol)}`,
        'Use Symbol.for(name), which is the same everywhere.',
      );
    }
  }

  /** Whether a value of a package's class cannot be copied: found by trying it. */
  #cannotTravel(value: object, path: Path): boolean {
    const trial = new Capture(this.#options, this.#known);
    if (!this.#isForeign(value)) return false;
    try {
      encodeGraph([value], { foreign: new CodeKinds(trial), sharedIdentity: true, path: () => path });
      return false;
    } catch (error) {
      if (error instanceof ClosureError) return true;
      throw error;
    }
  }

  /** Whether a value's class (or the function itself) comes from a package or Node.js. */
  #isForeign(value: object): boolean {
    const maker: unknown = typeof value === 'function' ? value : Reflect.get(value, 'constructor');
    return isFunction(maker) && nativePath(maker) === undefined && this.kindOf(maker) !== 'own';
  }

  /** Takes the script of a function for the program's own. */
  trust(fn: AnyFunction): this {
    const scriptId = scriptIdOf(fn);
    if (scriptId !== undefined) this.#trusted.add(scriptId);
    return this;
  }

  reference(value: unknown): CodeRecord | undefined {
    const known = this.#known(value);
    if (known !== undefined) {
      this.#needs.add(known.capsule);
      return { code: 'known', ...known };
    }
    const index = this.#table.referenceTo(value);
    if (index !== undefined) return { code: 'reference', index };
    const loaded = isObject(value) ? loadedReference(value) : undefined;
    return loaded && { code: 'reference', index: this.#table.referLoaded(Object(value), loaded) };
  }

  kindOf(fn: AnyFunction): ScriptOrigin['kind'] {
    return this.#byName.kindOf(inspector().inspectFunction(fn));
  }

  writeFunction(fn: AnyFunction, path: Path, writer: ValueWriter): CodeRecord {
    const record = this.#functions.write(fn, path, writer);
    // A declaration may need another one.
    for (
      let fresh = this.#declarations.takeFresh();
      fresh.length > 0;
      fresh = this.#declarations.takeFresh()
    ) {
      for (const declared of fresh) {
        const written = writeDeclaration(declared, this.#table, this.#byName, this.#resolver, writer);
        this.#declarationRecords.push(written.record);
        if (record.code === 'function') record.bindings.push(...written.bindings);
      }
    }
    return record;
  }

  writeSymbol(value: symbol, path: Path): CodeRecord {
    const known = this.reference(value);
    if (known !== undefined) return known;
    this.#symbolPaths.set(value, path);
    const index = this.#table.symbols.push(value) - 1;
    return { code: 'symbol', index, description: value.description };
  }

  /** A method of an object literal may need its object for `super`. */
  meet(value: object): void {
    if (typeof value !== 'object' || Array.isArray(value) || ArrayBuffer.isView(value)) return;
    this.#homes.addChain(value);
  }
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
