import type { Scope } from './inspector.js';

/** One scope of the program that travels: the variables that captured functions use, and where it lies. */
export interface ScopeNode {
  readonly id: number;
  readonly parent: ScopeNode | undefined;
  readonly scriptId: string;
  /** Name → index of the variable within this scope. */
  readonly names: Map<string, number>;
  readonly variables: object;
  readonly description: string;

  readonly children: ScopeNode[];
}

/**
 * The lexical scopes of captured functions. V8 hands out snapshots without identity, so two of them are taken for the
 * same scope when they lie in the same script, in the same parent, hold the same names and identical values.
 */
export class ScopeTree {
  readonly nodes: ScopeNode[] = [];
  readonly #scripts = new Map<string, ScopeNode>();

  /** The scope that stands for a whole script: everything of it lies below. */
  script(scriptId: string): ScopeNode {
    const known = this.#scripts.get(scriptId);
    if (known !== undefined) return known;
    const root = this.#add(undefined, scriptId, { description: 'Script', variables: {} });
    this.#scripts.set(scriptId, root);
    return root;
  }

  /** The nodes of a function's chain, from the innermost to the outermost, the script's own last. */
  chain(scriptId: string, scopes: readonly Scope[]): ScopeNode[] {
    let parent = this.script(scriptId);
    const chain = [parent];
    for (const scope of scopes.toReversed()) {
      parent = parent.children.find((node) => isSame(node, scope)) ?? this.#add(parent, scriptId, scope);
      chain.unshift(parent);
    }
    return chain;
  }

  #add(parent: ScopeNode | undefined, scriptId: string, { description, variables }: Scope): ScopeNode {
    const node: ScopeNode = {
      id: this.nodes.length,
      parent,
      scriptId,
      names: new Map(),
      variables,
      description,
      children: [],
    };
    this.nodes.push(node);
    parent?.children.push(node);
    return node;
  }
}

function isSame(node: ScopeNode, scope: Scope): boolean {
  if (node.description !== scope.description) return false;
  if (node.description === 'Module') return true;
  const names = Object.keys(scope.variables);
  return (
    names.length === Object.keys(node.variables).length &&
    names.every(
      (name) =>
        Object.hasOwn(node.variables, name) &&
        Object.is(Reflect.get(node.variables, name), Reflect.get(scope.variables, name)),
    )
  );
}
