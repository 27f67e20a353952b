import type { FunctionLocation, Scope } from './inspector.js';
import { isMadeOncePerScope } from './literal-scope.js';

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
  /** The functions that were made in this very scope, by where their text begins. */
  readonly made: Map<string, object>;
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
  chain(fn: object, location: FunctionLocation | undefined, scopes: readonly Scope[]): ScopeNode[] {
    const scriptId = location?.scriptId ?? 'none';
    const literal = `${location?.line}:${location?.column}`;
    let parent = this.script(scriptId);
    const chain = [parent];
    for (const [index, scope] of scopes.toReversed().entries()) {
      const isInnermost = index === scopes.length - 1;
      const isHome = (node: ScopeNode) =>
        isSame(node, scope) &&
        !(isInnermost && location !== undefined && isOther(node, fn, literal, location));
      parent = parent.children.find(isHome) ?? this.#add(parent, scriptId, scope);
      chain.unshift(parent);
    }
    chain[0]?.made.set(literal, fn);
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
      made: new Map(),
    };
    this.nodes.push(node);
    parent?.children.push(node);
    return node;
  }
}

/** Two functions of one text that looks the same from within: each may have a scope of its own all the same. */
function isOther(node: ScopeNode, fn: object, literal: string, location: FunctionLocation): boolean {
  const twin = node.made.get(literal);
  if (twin === undefined || twin === fn || node.description === 'Module') return false;
  return isMadeOncePerScope(location, Object.keys(node.variables));
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
