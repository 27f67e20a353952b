import { types } from 'node:util';
import type { CodeRecord } from '../code-space/records.js';
import { type Path, textPath, type ValueWriter } from '../values/index.js';
import type { Declared } from './declarations.js';
import type { FreeVariable } from './free-variables.js';

type NamespaceRecord = CodeRecord & { readonly code: 'namespace' };

/** The declaration that a member's value comes from, when it is to be run again. */
export type DeclarationLookup = (value: unknown, name: string) => Declared | undefined;

/**
 * Module objects of the program's own files. They are not copied whole: they travel as objects with those members that
 * captured functions use.
 */
export class ModuleObjects {
  readonly #namedSymbols: Set<symbol>;
  readonly #members = new Map<object, Set<string>>();
  readonly #records = new Map<object, NamespaceRecord>();

  constructor(namedSymbols: Set<symbol>) {
    this.#namedSymbols = namedSymbols;
  }

  has(value: object): boolean {
    return this.#records.has(value) || types.isModuleNamespaceObject(value);
  }

  /** Adds the members that a function reads; all of them when it uses the object in another way. */
  use(
    module: object,
    { members, name }: FreeVariable,
    path: Path,
    writer: ValueWriter,
    declarationOf: DeclarationLookup = () => undefined,
  ): void {
    const known = this.#members.get(module) ?? new Set<string>();
    const record: NamespaceRecord = this.#records.get(module) ?? {
      code: 'namespace',
      members: [],
      declared: [],
    };
    this.#members.set(module, known);
    this.#records.set(module, record);
    for (const member of members ?? Object.keys(module)) {
      if (known.has(member) || !Reflect.has(module, member)) continue;
      const value: unknown = Reflect.get(module, member);
      if (typeof value === 'symbol') this.#namedSymbols.add(value);
      known.add(member);
      const declared = declarationOf(value, member);
      if (declared !== undefined) record.declared.push([member, declared.record]);
      else record.members.push([member, writer.write(value, memberPath(path, name, member))]);
    }
  }

  /** The record of a module object: the same list that later uses add to. */
  write(module: object, path: Path, writer: ValueWriter): CodeRecord {
    if (!this.#records.has(module)) {
      this.use(module, { name: 'module', members: undefined, literalCalls: undefined }, path, writer);
    }
    return this.#records.get(module) ?? { code: 'namespace', members: [], declared: [] };
  }
}

/** Names that transpilers made are not shown. */
function memberPath(path: Path, name: string, member: string): Path {
  const isMade = /^__vi(te)?_ssr_|_\d+$|^import_/.test(name);
  return isMade && path.parent !== undefined
    ? textPath(path.parent, ` → ${member}`)
    : textPath(path, `.${member}`);
}
