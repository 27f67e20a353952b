import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import { loadedCode, loadedReference } from '../code-space/loaded-code.js';
import type { AnyFunction, CapsulePayload, CodeRecord, DeclarationRecord } from '../code-space/records.js';
import { ClosureError } from '../errors.js';
import { encodeGraph, type Path, rootPath, type ValueWriter } from '../values/index.js';
import { bundleReferences } from './bundle-references.js';
import { ByName } from './by-name.js';
import type { Capsule, CaptureOptions } from './capsule.js';
import { CodeKinds, type CodeSource } from './code-kinds.js';
import { CodeTable } from './code-table.js';
import { writeDeclaration } from './declaration-writer.js';
import { Declarations } from './declarations.js';
import { FunctionWriter } from './function-writer.js';
import { Homes } from './homes.js';
import { inspector, releaseInspector } from './inspector.js';
import { ModuleObjects } from './module-objects.js';
import { nativePath } from './natives.js';
import { refuse } from './refusals.js';
import { BindingResolver } from './resolve-binding.js';
import { scriptOrigin } from './script-origin.js';
import { knownScriptUrl } from './scripts.js';

/**
 * A function (or class) with everything that it closes over, as bytes that {@link load} makes it from elsewhere. The
 * values are those of this moment: a variable that changes later changes nothing in the capsule.
 *
 * @throws ClosureError with the path from the function to what cannot travel, what it is and what to do.
 * @example
 * ```ts
 * const factor = 3;
 * const capsule = capture((x: number) => x * factor);
 * ```
 */
export function capture(fn: AnyFunction, options: CaptureOptions = {}): Capsule {
  const path = rootPath(fn.name === '' ? 'function' : fn.name);
  refuseGenerators(fn, path);
  return asClosureError(() => new Capture(options, () => undefined).run(fn, path));
}

/** What is known by id already need not be captured again. */
export type KnownLookup = (
  value: unknown,
) => { readonly capsule: string; readonly index: number } | undefined;

/** A capture of code that goes beside other capsules of the same job, and names what they hold. */
export function captureWithin(fn: AnyFunction, path: Path, known: KnownLookup): Capsule {
  return asClosureError(() => new Capture({}, known).run(fn, path));
}

function asClosureError(action: () => Capsule): Capsule {
  try {
    return action();
  } catch (error) {
    if (error instanceof ClosureError && error.code === 'LITHOPS_VALUE') {
      throw new ClosureError({ ...fieldsOf(error), code: 'LITHOPS_CLOSURE' });
    }
    throw error;
  } finally {
    releaseInspector();
  }
}

class Capture implements CodeSource {
  readonly #table = new CodeTable();
  readonly #homes = new Homes();
  readonly modules = new ModuleObjects();
  readonly #declarations = new Declarations((value, path) => this.#cannotTravel(value, path));
  readonly #byName: ByName;
  readonly #resolver: BindingResolver;
  readonly #functions: FunctionWriter;
  readonly #known: KnownLookup;
  readonly #needs = new Set<string>();
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
    this.#trustScriptOf(fn);
    const graph = encodeGraph([fn], { foreign: new CodeKinds(this), sharedIdentity: true, path: () => path });
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
    const bytes = new Uint8Array(serialize(payload));
    return {
      hash: createHash('sha256').update(bytes).digest('hex'),
      bytes,
      externals: packages?.externals ?? [],
      bundleMap: packages?.map,
      contributors: [],
      live: [...table.functions, ...table.referenced, fn, ...table.symbols],
      needs: [...this.#needs],
      root: fn,
      locations: table.locations,
    };
  }

  /** Whether a value of a package's class cannot be copied: found by trying it. */
  #cannotTravel(value: object, path: Path): boolean {
    const trial = new Capture(this.#options, this.#known);
    if (!trial.#isForeign(value, path)) return false;
    try {
      encodeGraph([value], { foreign: new CodeKinds(trial), sharedIdentity: true, path: () => path });
      return false;
    } catch (error) {
      if (error instanceof ClosureError) return true;
      throw error;
    }
  }

  /** Whether a value's class (or the function itself) comes from a package or Node.js. */
  #isForeign(value: object, path: Path): boolean {
    const maker: unknown = typeof value === 'function' ? value : Reflect.get(value, 'constructor');
    void path;
    return (
      isFunction(maker) &&
      nativePath(maker) === undefined &&
      !this.#byName.isOwn(inspector().inspectFunction(maker))
    );
  }

  /** The captured function is the program's own unless its script is known to be a package's. */
  #trustScriptOf(fn: AnyFunction): void {
    const { location, bound } = inspector().inspectFunction(fn);
    if (bound !== undefined) {
      if (isFunction(bound.target)) this.#trustScriptOf(bound.target);
      return;
    }
    if (location === undefined || loadedCode(fn) !== undefined) return;
    const url = knownScriptUrl(location.scriptId);
    if (url === undefined || scriptOrigin(location.scriptId).kind === 'own')
      this.#trusted.add(location.scriptId);
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

  writeFunction(fn: AnyFunction, path: Path, writer: ValueWriter): CodeRecord {
    const record = this.#functions.write(fn, path, writer);
    for (const declared of this.#declarations.found.splice(0)) {
      const written = writeDeclaration(declared, this.#table, this.#byName, this.#resolver, writer);
      this.#declarationRecords.push(written.record);
      if (record.code === 'function') record.bindings.push(...written.bindings);
    }
    return record;
  }

  writeSymbol(value: symbol): CodeRecord {
    const index = this.#table.symbols.push(value) - 1;
    return this.reference(value) ?? { code: 'symbol', index, description: value.description };
  }

  /** A method of an object literal may need its object for `super`. */
  meet(value: object): void {
    if (typeof value !== 'object' || Array.isArray(value) || ArrayBuffer.isView(value)) return;
    this.#homes.addChain(value, isBuiltIn);
  }
}

const isBuiltIn = (object: object) => nativePath(object) !== undefined;

function refuseGenerators(fn: AnyFunction, path: Path): void {
  const kind = Object.prototype.toString.call(fn);
  if (kind !== '[object GeneratorFunction]' && kind !== '[object AsyncGeneratorFunction]') return;
  throw refuse(
    path,
    'a generator function, whose values would be lost',
    'Return a list: `(item) => Array.from(generate(item))`, or `await Array.fromAsync(…)` for an async one.',
  );
}

function fieldsOf({ path, what, fix, cause }: ClosureError) {
  return { path, what, fix, cause };
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
