import type { AnyFunction, BindingRecord, Edit } from '../code-space/records.js';
import { type Path, textPath, type ValueWriter } from '../values/index.js';
import type { CodeTable } from './code-table.js';
import type { FreeVariable, FreeVariables } from './free-variables.js';
import type { FunctionFacts } from './inspector.js';
import { nativePath } from './natives.js';
import type { ScopeNode } from './scope-tree.js';
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

  constructor(table: CodeTable) {
    this.#table = table;
  }

  readonly isBuiltIn = (object: object): boolean => nativePath(object) !== undefined;

  originOf(_fn: AnyFunction, _facts: FunctionFacts, _path: Path): number | undefined {
    void this.#table;
    return undefined;
  }

  /** Puts the variables that a function uses into their scopes; those that are there already are not written again. */
  resolve(unresolved: Unresolved, writer: ValueWriter): BindingRecord[] {
    const bindings: BindingRecord[] = [];
    for (const variable of unresolved.free.variables) {
      const node = unresolved.chain.find(({ variables }) => Object.hasOwn(variables, variable.name));
      if (node === undefined || node.names.has(variable.name)) continue;
      const index = node.names.size;
      node.names.set(variable.name, index);
      bindings.push([node.id, index, this.#write(unresolved, variable, node, writer)]);
    }
    return bindings;
  }

  #write({ path }: Unresolved, variable: FreeVariable, node: ScopeNode, writer: ValueWriter) {
    const value: unknown = Reflect.get(node.variables, variable.name);
    return writer.write(value, textPath(path, ` → ${variable.name}`));
  }
}
