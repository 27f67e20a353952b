import type { AnyNode, Program } from 'acorn';
import { analyze, type Reference } from 'eslint-scope';
import type { Program as EstreeProgram } from 'estree';
import type { FunctionSource } from './source-text.js';
import { childrenOf, walk } from './syntax-walk.js';

/** A name that a function uses and does not declare. */
export interface FreeVariable {
  readonly name: string;
  /** The properties that are read of it, when it is used in no other way (`fs.readFile`); else undefined. */
  readonly members: ReadonlySet<string> | undefined;
  /** Its calls with nothing but a text (`require('x')`), when it is used in no other way; else undefined. */
  readonly literalCalls: readonly LiteralCall[] | undefined;
}

/** `import('x')`, `require('x')`. */
export interface LiteralCall extends Span {
  readonly argument: string;
}

/** What an arrow function takes from the function around it, or a method from its object. */
export interface OuterUses {
  readonly this: boolean;
  readonly arguments: boolean;
  readonly newTarget: boolean;
  readonly super: boolean;
}

export interface FreeVariables {
  readonly variables: readonly FreeVariable[];
  readonly outer: OuterUses;
  /** `import('x')`; those of a name that only the run knows are not among them. */
  readonly dynamicImports: readonly LiteralCall[];
  readonly metaProperties: readonly Span[];
}

/** A part of the text that does not travel: positions as in the parsed program. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What a function needs from outside its own text.
 *
 * @param excluded parts that are not evaluated again elsewhere (heritage, computed names, static initialisers)
 */
export function freeVariables(source: FunctionSource, excluded: readonly Span[] = []): FreeVariables {
  const known = remembered.get(source);
  if (known !== undefined) return known;
  const free = analyse(source, excluded);
  remembered.set(source, free);
  return free;
}

/** What is excluded follows from the source, so the source alone is the key. */
const remembered = new WeakMap<FunctionSource, FreeVariables>();

function analyse(source: FunctionSource, excluded: readonly Span[]): FreeVariables {
  const kept = (node: Span) => !excluded.some((span) => span.start <= node.start && node.end <= span.end);
  const { memberOf, callOf, metaProperties, dynamicImports } = survey(source.program, kept);
  const uses = new Map<string, object[]>();
  for (const { name, node } of throughNames(source, kept)) {
    const list = uses.get(name);
    if (list === undefined) uses.set(name, [node]);
    else list.push(node);
  }
  const outer = outerUses(source);
  uses.delete('arguments');
  return {
    variables: Array.from(uses, ([name, nodes]) => ({
      name,
      members: setOf(nodes.map((node) => memberOf.get(node))),
      literalCalls: listOf(nodes.map((node) => callOf.get(node))),
    })),
    outer,
    metaProperties,
    dynamicImports,
  };
}

function* throughNames(source: FunctionSource, kept: (span: Span) => boolean) {
  const scopes = analyze(asTree(source.program), { ecmaVersion: 2022, sourceType: 'script' });
  const references: readonly Reference[] = scopes.globalScope?.through ?? [];
  for (const { identifier } of references) {
    const span = spanOf(identifier);
    if (identifier.type === 'Identifier' && kept(span))
      yield { name: identifier.name, node: identifier as object };
  }
}

/** acorn's trees are what eslint-scope reads; only the names of their types differ. */
function asTree(program: Program): EstreeProgram {
  return program as object as EstreeProgram;
}

function spanOf(node: object): Span {
  if ('start' in node && 'end' in node && typeof node.start === 'number' && typeof node.end === 'number') {
    return { start: node.start, end: node.end };
  }
  throw new TypeError('A syntax node without a position');
}

function setOf(values: readonly (string | undefined)[]): ReadonlySet<string> | undefined {
  const list = listOf(values);
  return list && new Set(list);
}

/** The values when none is missing. */
function listOf<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const found = values.filter((value) => value !== undefined);
  return found.length === values.length ? found : undefined;
}

function survey(program: AnyNode, kept: (span: Span) => boolean) {
  const memberOf = new Map<object, string>();
  const callOf = new Map<object, LiteralCall>();
  const dynamicImports: LiteralCall[] = [];
  const metaProperties: Span[] = [];
  walk(program, (node) => {
    if (!kept(node)) return false;
    if (node.type === 'MetaProperty' && node.meta.name === 'import') metaProperties.push(node);
    if (node.type === 'ImportExpression') {
      const argument = literalText(node.source);
      if (argument !== undefined) dynamicImports.push({ start: node.start, end: node.end, argument });
    }
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier') {
      const argument = literalText(node.arguments[0]);
      if (argument !== undefined) callOf.set(node.callee, { start: node.start, end: node.end, argument });
    }
    if (node.type === 'MemberExpression' && node.object.type === 'Identifier') {
      const isName = !node.computed && node.property.type === 'Identifier';
      const key = isName ? Reflect.get(node.property, 'name') : literalText(node.property);
      if (typeof key === 'string') memberOf.set(node.object, key);
    }
    return true;
  });
  return { memberOf, callOf, metaProperties, dynamicImports };
}

function literalText(node: AnyNode | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** `this`, `arguments`, `new.target` of an arrow's surroundings; `super` of a method's. */
function outerUses(source: FunctionSource): OuterUses {
  const uses = { this: false, arguments: false, newTarget: false, super: false };
  const isArrow = source.node.type === 'ArrowFunctionExpression';
  const visit = (node: AnyNode): void => {
    switch (node.type) {
      case 'ThisExpression':
        uses.this ||= isArrow;
        return;
      case 'Identifier':
        uses.arguments ||= isArrow && node.name === 'arguments';
        return;
      case 'MetaProperty':
        uses.newTarget ||= isArrow && node.meta.name === 'new';
        return;
      case 'Super':
        uses.super = true;
        return;
      case 'MemberExpression':
        visit(node.object);
        if (node.computed) visit(node.property);
        return;
      case 'Property':
        if (node.computed) visit(node.key);
        visit(node.value);
        return;
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        if (node !== source.node) return;
        break;
      case 'ClassExpression':
      case 'ClassDeclaration':
        // Of a nested class only the heritage and computed names see the outer `this`.
        if (node.superClass) visit(node.superClass);
        for (const member of node.body.body) if ('computed' in member && member.computed) visit(member.key);
        return;
      default:
    }
    for (const child of childrenOf(node)) visit(child);
  };
  if (source.node.type !== 'ClassExpression') visit(source.node);
  return uses;
}
