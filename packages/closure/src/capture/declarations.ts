import type { AnyNode, CallExpression, Expression, NewExpression } from 'acorn';
import { classifySpecifier, importsOf } from '../modules/index.js';
import { moduleStatements } from '../modules/module-statements.js';
import { parseModule } from '../modules/parse-module.js';
import type { Path } from '../values/index.js';
import type { ScopeNode } from './scope-tree.js';
import { fileOfUrl } from './script-origin.js';
import { type Script, scriptOf } from './scripts.js';
import { type FunctionSource, parseFunction } from './source-text.js';

/** A module-level `const` whose value cannot travel and can be made again. */
export interface Declared {
  /** The scope that its text is evaluated in. */
  readonly node: ScopeNode;
  readonly source: FunctionSource;
  readonly path: Path;
  /** Where it stands in its script: declarations are run in this order. */
  readonly start: number;
  /** What travels of it. */
  readonly record: { slot: number; readonly targets: (readonly [scope: number, variable: number])[] };
}

/** Whether a value's class comes from a package or Node.js, and it cannot be copied. */
export type CannotTravel = (value: object, path: Path) => boolean;

/**
 * Declarations that are run again on the other side: `const client = new Client(options)`, where `Client` is a
 * package's and the client is full of sockets and private state.
 */
export class Declarations {
  readonly #cannotTravel: CannotTravel;
  readonly #known = new Map<unknown, Declared>();
  #fresh: Declared[] = [];

  constructor(cannotTravel: CannotTravel) {
    this.#cannotTravel = cannotTravel;
  }

  /** The declaration that is to be run again instead of copying the value of a module's `const`, if there is one. */
  of(value: unknown, name: string, node: ScopeNode, path: Path): Declared | undefined {
    if (!isObject(value) || Array.isArray(value)) return undefined;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null || !this.#cannotTravel(value, path))
      return undefined;
    const initializer = initializerOf(scriptOf(node.scriptId), name);
    if (initializer === undefined) return undefined;
    const declared: Declared = { node, path, ...initializer, record: { slot: -1, targets: [] } };
    this.#known.set(value, declared);
    this.#fresh.push(declared);
    return declared;
  }

  /** Those that were found since the last time. */
  takeFresh(): Declared[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}

/** The text that makes the value of a module-level `const`, when it is a call of something that a package exports. */
function initializerOf(script: Script, name: string): { source: FunctionSource; start: number } | undefined {
  const program = parseModule(script.source);
  if (program === undefined) return undefined;
  for (const statement of moduleStatements(program)) {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue;
    for (const { id, init } of statement.declarations) {
      if (id.type !== 'Identifier' || id.name !== name || !init) continue;
      return isCallOfPackage(init, script) ? thunkOf(script.source, init) : undefined;
    }
  }
  return undefined;
}

function thunkOf(source: string, init: Expression) {
  const text = source.slice(init.start, init.end);
  const prefix = init.type === 'AwaitExpression' ? 'async ' : '';
  const thunk = parseFunction(`${prefix}() => (${text})`);
  return thunk && { source: thunk, start: init.start };
}

function isCallOfPackage(init: Expression, script: Script): boolean {
  const call = init.type === 'AwaitExpression' ? init.argument : init;
  if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return false;
  const root = rootOf(call);
  const binding = root === undefined ? undefined : importsOf(script.source).get(root);
  const from = fileOfUrl(script.url);
  return (
    binding !== undefined &&
    from !== undefined &&
    ['package', 'builtin'].includes(classifySpecifier(binding.specifier, from).kind)
  );
}

/** `z` of `z.object({}).strict()`; esbuild and TypeScript write `(0, z.object)(…)`. */
function rootOf(node: CallExpression | NewExpression): string | undefined {
  let current: AnyNode = node;
  for (;;) {
    switch (current.type) {
      case 'CallExpression':
      case 'NewExpression':
        current = current.callee;
        break;
      case 'MemberExpression':
        current = current.object;
        break;
      case 'SequenceExpression':
        current = current.expressions.at(-1) ?? current;
        break;
      case 'ParenthesizedExpression':
        current = current.expression;
        break;
      case 'Identifier':
        return current.name;
      default:
        return undefined;
    }
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
