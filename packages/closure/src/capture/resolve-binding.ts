import { types } from 'node:util';
import type { PackageReference } from '../bundle/index.js';
import type { AnyFunction, BindingRecord, Edit } from '../code-space/records.js';
import { toReference } from '../from-module.js';
import { classifySpecifier, type ImportBinding, importsOf, isBundlerWrapper } from '../modules/index.js';
import { type NodeRef, type Path, renderPath, textPath, type ValueWriter } from '../values/index.js';
import type { CodeTable } from './code-table.js';
import type { FreeVariable, FreeVariables } from './free-variables.js';
import type { FunctionFacts } from './inspector.js';
import { builtinExport, packageExport } from './known-exports.js';
import { nativePath } from './natives.js';
import { refuse } from './refusals.js';
import type { ScopeNode } from './scope-tree.js';
import { fileOfUrl, scriptOrigin } from './script-origin.js';
import { scriptOf, scriptUrl } from './scripts.js';
import type { FunctionSource } from './source-text.js';

/** A function whose free variables are to be found. */
export interface Unresolved {
  readonly fn: AnyFunction;
  readonly source: FunctionSource;
  readonly facts: FunctionFacts;
  readonly free: FreeVariables;
  /** Its scopes, from the innermost to the whole script. */
  readonly chain: readonly ScopeNode[];
  /** Where changes to its text are put. */
  readonly edits: Edit[];
  readonly path: Path;
}

/** Decides for each free variable what it is: a global, an import, or a value that travels. */
export class BindingResolver {
  readonly #table: CodeTable;
  /** Scripts that are taken for the program's own without a look: those of the captured function. */
  readonly #trusted: Set<string>;

  constructor(table: CodeTable, trusted: Set<string>) {
    this.#table = table;
    this.#trusted = trusted;
  }

  readonly isBuiltIn = (object: object): boolean => nativePath(object) !== undefined;

  /** The reference under which a function goes that is not the program's own; undefined for the program's. */
  originOf(fn: AnyFunction, facts: FunctionFacts, path: Path): number | undefined {
    const named = toReference(fn);
    if (named !== undefined) {
      const { specifier, exportName, from } = named;
      const reference = { specifier, imported: exportName, interop: 'require', members: [], from } as const;
      return this.#refer(fn, reference, path);
    }
    const scriptId = facts.location?.scriptId;
    if (scriptId === undefined || this.#trusted.has(scriptId)) return undefined;
    const origin = scriptOrigin(scriptId);
    switch (origin.kind) {
      case 'own':
        return undefined;
      case 'builtin':
        return this.#refer(
          fn,
          builtinExport(fn, this.#anyFile()),
          path,
          `a function inside ${origin.specifier}`,
        );
      case 'package':
      case 'lithops':
        return this.#refer(
          fn,
          packageExport(fn, origin.file, this.#anyFile()),
          path,
          `a function inside a package (${origin.file.split('node_modules').at(-1)?.slice(1)}) that the package does not export`,
        );
    }
  }

  /** Puts the variables that a function uses into their scopes; those that are there already are not written again. */
  resolve(unresolved: Unresolved, writer: ValueWriter): BindingRecord[] {
    const bindings: BindingRecord[] = [];
    for (const variable of unresolved.free.variables) {
      const node = unresolved.chain.find(({ variables }) => Object.hasOwn(variables, variable.name));
      if (node === undefined) continue;
      const value: unknown = Reflect.get(node.variables, variable.name);
      const path = textPath(unresolved.path, ` → ${variable.name}`);
      if (isTopLevel(node) && isObject(value)) this.#recogniseImport(unresolved, variable, value, path);
      if (node.names.has(variable.name)) continue;
      const index = node.names.size;
      node.names.set(variable.name, index);
      bindings.push([node.id, index, this.#write(value, path, writer)]);
    }
    return bindings;
  }

  #write(value: unknown, path: Path, writer: ValueWriter): NodeRef {
    return writer.write(value, path);
  }

  /** When an import gave a module-level variable its value, the value goes by name. */
  #recogniseImport({ facts }: Unresolved, variable: FreeVariable, value: object, path: Path): void {
    const scriptId = facts.location?.scriptId;
    if (scriptId === undefined || (!mayBeImported(value) && !/^(require|import)_/.test(variable.name)))
      return;
    const { source, url } = scriptOf(scriptId);
    const binding = importsOf(source).get(variable.name);
    if (binding === undefined) {
      if (isBundlerWrapper(variable.name, source)) throw bundled(path);
      return;
    }
    const from = fileOfUrl(url);
    if (from === undefined) return;
    const reference = referenceOf(binding, from, variable);
    if (reference !== undefined) this.#refer(value, reference, path);
  }

  #refer(value: unknown, reference: PackageReference | undefined, path: Path, what = 'a module'): number {
    if (reference !== undefined) return this.#table.refer(value, { ...reference, path: renderPath(path) });
    throw refuse(
      path,
      what,
      'Import it in the file of the function and use it there, or create it inside the function.',
    );
  }

  /** A file of the program: where packages are looked for that no import names. */
  #anyFile(): string {
    for (const scriptId of this.#trusted) {
      const file = fileOfUrl(scriptUrl(scriptId));
      if (file !== undefined) return file;
    }
    return `${process.cwd()}/index.js`;
  }
}

function referenceOf(
  binding: ImportBinding,
  from: string,
  { members }: FreeVariable,
): PackageReference | undefined {
  const { kind, specifier } = classifySpecifier(binding.specifier, from);
  switch (kind) {
    case 'builtin':
    case 'package':
    case 'lithops': {
      const names = binding.imported === '*' && members !== undefined ? [...members] : undefined;
      return { ...binding, specifier, from, names };
    }
    case 'json':
    case 'own':
      return undefined;
  }
}

/** Module scope, or the function that a loader puts around a module. */
function isTopLevel({ parent }: ScopeNode): boolean {
  return parent !== undefined && parent.parent === undefined;
}

/** Plain data is the same by value whoever made it; a look at the source costs milliseconds the first time. */
function mayBeImported(value: object): boolean {
  if (typeof value === 'function' || types.isModuleNamespaceObject(value) || types.isProxy(value))
    return true;
  if (Array.isArray(value)) return false;
  if (Object.getPrototypeOf(value) !== Object.prototype)
    return nativePath(Object.getPrototypeOf(value)) === undefined;
  return Object.values(Object.getOwnPropertyDescriptors(value)).some(
    (descriptor) => !('value' in descriptor) || typeof descriptor.value === 'function',
  );
}

function bundled(path: Path) {
  return refuse(
    path,
    "a bundler's wrapper around a module, since the program was bundled",
    'Keep that module external when bundling and load the function with `fromModule`, or use the plug-in `@lithops/closure/esbuild`.',
    'LITHOPS_BUNDLED_FUNCTION',
  );
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
