import type { AnyNode, Pattern } from 'acorn';
import { parseModule } from '../modules/parse-module.js';
import type { FunctionLocation } from './inspector.js';
import { scriptOf } from './scripts.js';
import { childrenOf } from './syntax-walk.js';

/**
 * Whether a function's text makes one function for each scope that has these variables: it stands in the function
 * that declares them, in no loop. Then two functions of that text have two scopes, even if all values are equal.
 */
export function isMadeOncePerScope(location: FunctionLocation, variables: readonly string[]): boolean {
  const key = [location.scriptId, location.line, location.column, ...variables].join();
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const isOnce = readSource(location, variables);
  if (remembered.size >= rememberedLimit) remembered.clear();
  remembered.set(key, isOnce);
  return isOnce;
}

const remembered = new Map<string, boolean>();
const rememberedLimit = 1000;

function readSource(location: FunctionLocation, variables: readonly string[]): boolean {
  const { source } = scriptOf(location.scriptId);
  const program = parseModule(source);
  if (program === undefined) return false;
  const around = ancestorsOf(program, offsetOf(source, location));
  const [, ...outer] = around.filter(isFunction);
  const enclosing = outer[0];
  const literal = around.find(isFunction);
  if (enclosing === undefined || literal === undefined) return false;
  const between = around.slice(around.indexOf(literal) + 1, around.indexOf(enclosing));
  if (between.some(({ type }) => /^(For|While|DoWhile)/.test(type))) return false;
  const declared = new Set(declaredIn(enclosing));
  return variables.some((name) => declared.has(name));
}

function offsetOf(source: string, { line, column }: FunctionLocation): number {
  let start = 0;
  for (let passed = 0; passed < line; passed += 1) start = source.indexOf('\n', start) + 1;
  return start + column;
}

/** The nodes that an offset lies in, the innermost first. */
function ancestorsOf(program: AnyNode, offset: number): AnyNode[] {
  const found: AnyNode[] = [];
  let current: AnyNode | undefined = program;
  while (current !== undefined) {
    found.unshift(current);
    current = [...childrenOf(current)].find(({ start, end }) => start <= offset && offset < end);
  }
  return found;
}

function isFunction({ type }: AnyNode): boolean {
  return (
    type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
  );
}

/** Names of the parameters and variables of a function, those of functions within left out. */
function* declaredIn(node: AnyNode): Generator<string> {
  if ('params' in node) for (const parameter of node.params) yield* namesIn(parameter);
  yield* variablesIn(node);
}

function* variablesIn(node: AnyNode): Generator<string> {
  for (const child of childrenOf(node)) {
    if (child.type === 'VariableDeclarator') yield* namesIn(child.id);
    if (child.type === 'FunctionDeclaration' || child.type === 'ClassDeclaration') yield child.id?.name ?? '';
    if (!isFunction(child)) yield* variablesIn(child);
  }
}

function* namesIn(pattern: Pattern): Generator<string> {
  switch (pattern.type) {
    case 'Identifier':
      yield pattern.name;
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        yield* namesIn(property.type === 'Property' ? property.value : property.argument);
      }
      return;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) yield* namesIn(element);
      return;
    case 'RestElement':
      yield* namesIn(pattern.argument);
      return;
    case 'AssignmentPattern':
      yield* namesIn(pattern.left);
      return;
    case 'MemberExpression':
      return;
  }
}
