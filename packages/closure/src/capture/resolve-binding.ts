import { types } from 'node:util';
import type { PackageReference } from '../bundle/index.js';
import type { AnyFunction, BindingRecord, Edit } from '../code-space/records.js';
import { importsOf, isBundlerWrapper } from '../modules/index.js';
import { type Path, textPath, type ValueWriter } from '../values/index.js';
import { type ByName, isTopLevel, referenceOf } from './by-name.js';
import type { CodeTable } from './code-table.js';
import { inDeadZone, refuseDeadZone } from './dead-zone.js';
import type { Declarations, Declared } from './declarations.js';
import type { FreeVariable, FreeVariables } from './free-variables.js';
import { type FunctionFacts, inspector } from './inspector.js';
import { isDynamicImport, isRequire, type Loading, redirectCalls, refuseOtherUses } from './module-calls.js';
import type { ModuleObjects } from './module-objects.js';
import { nativePath } from './natives.js';
import { ownScript } from './own-script.js';
import { refuse } from './refusals.js';
import { notInitialised } from './remote-objects.js';
import type { ScopeNode } from './scope-tree.js';
import { fileOfUrl } from './script-origin.js';
import { type Script, scriptOf, scriptUrl } from './scripts.js';
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
  readonly moduleCalls: Record<string, number>;
  readonly path: Path;
}

/** What a name stands for where the function was made. */
interface Found {
  readonly variable: FreeVariable;
  readonly node: ScopeNode;
  readonly value: unknown;
  readonly path: Path;
}

/** What texts say for `import.meta`; of the same length, so that columns stay. */
const metaName = '$importMeta';

/** Decides for each free variable what it is: a global, an import, or a value that travels. */
export class BindingResolver {
  readonly #table: CodeTable;
  readonly #byName: ByName;
  readonly #modules: ModuleObjects;
  readonly #declarations: Declarations;

  constructor(table: CodeTable, byName: ByName, modules: ModuleObjects, declarations: Declarations) {
    this.#table = table;
    this.#byName = byName;
    this.#modules = modules;
    this.#declarations = declarations;
  }

  /** Puts the variables that a function uses into their scopes; those that are there already are not written again. */
  resolve(unresolved: Unresolved, writer: ValueWriter): BindingRecord[] {
    const { free, chain, facts, path } = unresolved;
    const loading: Loading = { ...unresolved, scriptId: facts.location?.scriptId };
    redirectCalls(loading, 'import', free.dynamicImports, this.#table);
    const bindings = this.#bindMeta(unresolved, writer);
    for (const variable of free.variables) {
      const node = chain.find(({ variables }) => Object.hasOwn(variables, variable.name));
      if (node === undefined) continue;
      const value: unknown = Reflect.get(node.variables, variable.name);
      const found: Found = { variable, node, value, path: textPath(path, ` → ${variable.name}`) };
      if (this.#isLoader(found, loading)) continue;
      const record = this.#bind(found, unresolved, writer);
      if (record !== undefined) bindings.push(record);
    }
    return bindings;
  }

  #bind(found: Found, unresolved: Unresolved, writer: ValueWriter): BindingRecord | undefined {
    const { variable, node, value, path } = found;
    if (value === notInitialised) throw inDeadZone(path);
    if (value === undefined) refuseDeadZone(variable.name, node.scriptId, path);
    if (isObject(value) && isTopLevel(node)) this.#recogniseModule(found, value, unresolved, writer);
    if (typeof value === 'symbol') this.#table.namedSymbols.add(value);
    if (node.names.has(variable.name)) return undefined;
    const index = node.names.size;
    node.names.set(variable.name, index);
    const declared = isTopLevel(node) ? this.#declarationOf(found) : undefined;
    if (declared !== undefined) {
      declared.record.targets.push([node.id, index]);
      return undefined;
    }
    if (isObject(value) || typeof value === 'string') this.#table.bound.push({ value, path });
    return [node.id, index, writer.write(value, path)];
  }

  /** Also of an import of the program's own files, whose declaration stands in another script. */
  #declarationOf({ value, variable: { name }, node, path }: Found): Declared | undefined {
    if (!isObject(value)) return undefined;
    const own = this.#declarations.of(value, name, node, path);
    if (own !== undefined || !mayBeImported(value, node.scriptId)) return own;
    const script = scriptOf(node.scriptId);
    const binding = importsOf(script.source).get(name);
    if (binding === undefined || binding.members.length > 0) return undefined;
    return this.#exportedDeclaration(value, binding.imported, binding.specifier, script, path);
  }

  #exportedDeclaration(value: unknown, name: string, specifier: string, from: Script, path: Path) {
    const script = ownScript(specifier, from);
    return script && this.#declarations.of(value, name, this.#table.tree.script(script.id), path);
  }

  /** `import()` and `require` as loaders write them: their calls are redirected, so that nothing is left to bind. */
  #isLoader({ variable, value, path }: Found, loading: Loading): boolean {
    const isImport = isDynamicImport(variable.name);
    if (!isImport && !isRequire(value)) return false;
    if (variable.literalCalls === undefined) refuseOtherUses(variable, path);
    redirectCalls(loading, isImport ? 'import' : 'require', variable.literalCalls ?? [], this.#table);
    return true;
  }

  /** A module-level name may stand for an import, or for a module object of the program. */
  #recogniseModule(found: Found, value: object, { facts }: Unresolved, writer: ValueWriter): void {
    const { variable, path } = found;
    const scriptId = facts.location?.scriptId;
    if (/^__vi(te)?_ssr_import_meta__$/.test(variable.name)) {
      this.#modules.use(value, { ...variable, members: metaMembers }, path, writer);
      return;
    }
    if (scriptId === undefined) return;
    if (!/^(require|import)_/.test(variable.name) && !mayBeImported(value, scriptId)) return;
    const script = scriptOf(scriptId);
    const binding = importsOf(script.source).get(variable.name);
    if (binding === undefined) {
      if (isBundlerWrapper(variable.name, script.source)) throw bundled(path);
      if (variable.name === 'exports') this.#modules.use(value, variable, path, writer);
      return;
    }
    const reference = referenceOf(binding, script);
    if (reference !== undefined) {
      const names = binding.imported === '*' && variable.members ? [...variable.members] : undefined;
      this.#byName.refer(value, { ...reference, names }, path);
      for (const name of names ?? []) this.#referMember(value, name, reference, path);
    } else if (binding.imported === '*' && typeof value === 'object') {
      this.#modules.use(value, variable, path, writer, (member, name) =>
        this.#exportedDeclaration(member, name, binding.specifier, script, textPath(path, `.${name}`)),
      );
    }
  }

  /** A member of a package's module goes by its own name too, so that it is recognised where it is met alone. */
  #referMember(module: object, name: string, reference: PackageReference, path: Path): void {
    const member: unknown = Reflect.get(module, name);
    if (!isObject(member)) return;
    this.#byName.refer(member, { ...reference, imported: name }, textPath(path, `.${name}`));
  }

  #bindMeta({ free, source, chain, edits, facts, path }: Unresolved, writer: ValueWriter): BindingRecord[] {
    if (free.metaProperties.length === 0) return [];
    for (const { start, end } of free.metaProperties) {
      edits.push([start - source.offset, end - source.offset, metaName]);
    }
    const script = chain.at(-1);
    if (script === undefined || script.names.has(metaName)) return [];
    const brought = chain.find(({ variables }) => Object.hasOwn(variables, metaName));
    const meta: unknown = brought
      ? Reflect.get(brought.variables, metaName)
      : metaOf(facts.location?.scriptId);
    const index = script.names.size;
    script.names.set(metaName, index);
    return [[script.id, index, writer.write(meta, textPath(path, ' → import.meta'))]];
  }
}

const metaMembers = new Set(['url', 'filename', 'dirname']);

function metaOf(scriptId: string | undefined): object {
  const url = scriptId === undefined ? '' : scriptUrl(scriptId);
  const filename = fileOfUrl(url);
  return filename === undefined ? { url } : { url, filename, dirname: filename.replace(/[\\/][^\\/]*$/, '') };
}

/** Plain data is the same by value whoever made it; a look at the source costs milliseconds the first time. */
function mayBeImported(value: object, scriptId: string): boolean {
  if (typeof value === 'function') return inspector().inspectFunction(value).location?.scriptId !== scriptId;
  if (types.isModuleNamespaceObject(value) || types.isProxy(value)) return true;
  if (Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // esbuild gives its stand-in for a module the prototype of what the module exports.
  if (prototype === Function.prototype) return true;
  if (prototype !== Object.prototype && prototype !== null) return nativePath(prototype) === undefined;
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
