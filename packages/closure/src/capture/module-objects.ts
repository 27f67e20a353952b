import { types } from 'node:util';
import type { CodeRecord } from '../code-space/records.js';
import { type NodeRef, type Path, textPath, type ValueWriter } from '../values/index.js';
import type { FreeVariable } from './free-variables.js';

/**
 * Module objects of the program's own files. They are not copied whole: they travel as objects with those members that
 * captured functions use.
 */
export class ModuleObjects {
  readonly #namedSymbols: Set<symbol>;
  readonly #members = new Map<object, Map<string, NodeRef>>();
  readonly #records = new Map<object, (readonly [string, NodeRef])[]>();

  constructor(namedSymbols: Set<symbol>) {
    this.#namedSymbols = namedSymbols;
  }

  has(value: object): boolean {
    return this.#records.has(value) || types.isModuleNamespaceObject(value);
  }

  /** Adds the members that a function reads; all of them when it uses the object in another way. */
  use(module: object, { members, name }: FreeVariable, path: Path, writer: ValueWriter): void {
    const known = this.#members.get(module) ?? new Map<string, NodeRef>();
    const record = this.#records.get(module) ?? [];
    this.#members.set(module, known);
    this.#records.set(module, record);
    for (const member of members ?? Object.keys(module)) {
      if (known.has(member) || !Reflect.has(module, member)) continue;
      const value: unknown = Reflect.get(module, member);
      if (typeof value === 'symbol') this.#namedSymbols.add(value);
      const ref = writer.write(value, memberPath(path, name, member));
      known.set(member, ref);
      record.push([member, ref]);
    }
  }

  /** The record of a module object: the same list that later uses add to. */
  write(module: object, path: Path, writer: ValueWriter): CodeRecord {
    if (!this.#records.has(module)) {
      this.use(module, { name: 'module', members: undefined, literalCalls: undefined }, path, writer);
    }
    return { code: 'namespace', members: this.#records.get(module) ?? [] };
  }
}

/** Names that transpilers made are not shown. */
function memberPath(path: Path, name: string, member: string): Path {
  const isMade = /^__vi(te)?_ssr_|_\d+$|^import_/.test(name);
  return isMade && path.parent !== undefined
    ? textPath(path.parent, ` → ${member}`)
    : textPath(path, `.${member}`);
}
