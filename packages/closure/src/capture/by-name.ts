import type { PackageReference } from '../bundle/index.js';
import type { AnyFunction } from '../code-space/records.js';
import { toReference } from '../from-module.js';
import { classifySpecifier, type ImportBinding, importsOf } from '../modules/index.js';
import { type Path, renderPath } from '../values/index.js';
import type { CodeTable } from './code-table.js';
import type { FunctionFacts } from './inspector.js';
import { builtinExport, packageExport } from './known-exports.js';
import { refuse } from './refusals.js';
import { fileOfUrl, type ScriptOrigin, scriptOrigin } from './script-origin.js';
import { type Script, scriptOf, scriptUrl } from './scripts.js';

const fix = 'Import it in the file of the function and use it there, or create it inside the function.';

/** Finds the names under which values go that are not the program's own: exports of packages and of Node.js. */
export class ByName {
  readonly #table: CodeTable;
  /** Scripts that are taken for the program's own without a look: those of the captured function. */
  readonly #trusted: ReadonlySet<string>;

  constructor(table: CodeTable, trusted: ReadonlySet<string>) {
    this.#table = table;
    this.#trusted = trusted;
  }

  /** Whose a function is. */
  kindOf(facts: FunctionFacts): ScriptOrigin['kind'] {
    const scriptId = facts.location?.scriptId;
    return scriptId === undefined || this.#trusted.has(scriptId) ? 'own' : scriptOrigin(scriptId).kind;
  }

  /** The reference under which a function goes that is not the program's own; undefined for the program's. */
  indexOf(fn: AnyFunction, facts: FunctionFacts, path: Path): number | undefined {
    const named = toReference(fn);
    if (named !== undefined) {
      const { specifier, exportName, from } = named;
      return this.refer(fn, { specifier, imported: exportName, interop: 'require', members: [], from }, path);
    }
    const scriptId = facts.location?.scriptId;
    if (scriptId === undefined || this.#trusted.has(scriptId)) return undefined;
    const origin = scriptOrigin(scriptId);
    if (origin.kind === 'own') return undefined;
    const reference =
      this.#importedAs(fn) ??
      (origin.kind === 'builtin'
        ? builtinExport(fn, this.#anyFile())
        : packageExport(fn, origin.file, this.#anyFile()));
    if (reference !== undefined) return this.refer(fn, reference, path);
    const where =
      origin.kind === 'builtin' ? origin.specifier : origin.file.split(/node_modules[\\/]/).at(-1);
    throw refuse(path, `a function inside ${where} that is not exported from there`, fix);
  }

  refer(value: unknown, reference: PackageReference, path: Path): number {
    return this.#table.refer(value, this.described(reference, path));
  }

  /** A reference with the way to it, for messages. */
  described(reference: PackageReference, path: Path): PackageReference {
    return { ...reference, path: renderPath(path) };
  }

  /** Some file of the program: where packages are looked for that no import names. */
  #anyFile(): string {
    for (const scriptId of this.#trusted) {
      const file = fileOfUrl(scriptUrl(scriptId));
      if (file !== undefined) return file;
    }
    return `${process.cwd()}/index.js`;
  }

  /** As an import of one of the scripts that were met names it. */
  #importedAs(fn: AnyFunction): PackageReference | undefined {
    for (const node of this.#table.tree.nodes) {
      if (!isTopLevel(node)) continue;
      const script = scriptOf(node.scriptId);
      for (const [name, binding] of importsOf(script.source)) {
        const value: unknown = Reflect.get(node.variables, name);
        const member = value === fn ? undefined : memberThatIs(value, fn);
        if (value !== fn && member === undefined) continue;
        const reference = referenceOf(binding, script);
        if (reference === undefined) continue;
        if (member === undefined) return reference;
        return binding.imported === '*'
          ? { ...reference, imported: member }
          : { ...reference, members: [...binding.members, member] };
      }
    }
    return undefined;
  }
}

function memberThatIs(module: unknown, fn: AnyFunction): string | undefined {
  if ((typeof module !== 'object' && typeof module !== 'function') || module === null) return undefined;
  return Object.keys(module).find((key) => Reflect.get(module, key) === fn);
}

/** The reference for a name that an import binds; undefined when the import leads to the program's own files. */
export function referenceOf(binding: ImportBinding, { url }: Script): PackageReference | undefined {
  const from = fileOfUrl(url);
  if (from === undefined) return undefined;
  const { kind, specifier } = classifySpecifier(binding.specifier, from);
  return kind === 'json' || kind === 'own' ? undefined : { ...binding, specifier, from };
}

interface Nested {
  readonly parent: Nested | undefined;
  readonly description: string;
  readonly variables: object;
}

/** Names that loaders pass to the function that they put around a module. */
const wrapperName = /^(exports|require|module|__filename|__dirname|__vi(te)?_ssr_\w+)$/;

/**
 * Module scope, or the function that a loader puts around a module; also what stands directly within such a function:
 * vitest's has a block there, tsx's a function.
 */
export function isTopLevel({ parent, description }: Nested): boolean {
  if (parent === undefined) return false;
  if (parent.parent === undefined) return true;
  if (parent.parent.parent !== undefined || parent.description !== 'Closure') return false;
  if (description.startsWith('Block')) return true;
  return description === 'Closure' && Object.keys(parent.variables).every((name) => wrapperName.test(name));
}
