import type { Identifier } from 'acorn';
import type { FreeVariables } from './free-variables.js';
import type { FunctionFacts } from './inspector.js';
import { scriptOf } from './scripts.js';
import type { FunctionSource } from './source-text.js';
import { walk } from './syntax-walk.js';

/**
 * The name of a declared function that now means something else (`f = memoize(f)`): within its text that name must go
 * on meaning the variable. Evaluated as an expression it would mean the function itself.
 */
export function renamedFrom(
  fn: object,
  source: FunctionSource,
  facts: FunctionFacts,
): Identifier | undefined {
  const { node } = source;
  if (node.type !== 'FunctionExpression' || !node.id || !usesName(source, node.id)) return undefined;
  const { id } = node;
  const scope = facts.scopes.find(({ variables }) => Object.hasOwn(variables, id.name));
  if (scope === undefined || Reflect.get(scope.variables, id.name) === fn) return undefined;
  return isDeclaration(source.text, facts) ? id : undefined;
}

/** Free variables with one more: the function's own name. */
export function withVariable(free: FreeVariables, name: string): FreeVariables {
  return { ...free, variables: [...free.variables, { name, members: undefined, literalCalls: undefined }] };
}

function usesName({ program }: FunctionSource, id: Identifier): boolean {
  let isUsed = false;
  walk(program, (node) => {
    if (node.type === 'Identifier' && node !== id && node.name === id.name) isUsed = true;
    return !isUsed;
  });
  return isUsed;
}

/** Whether the text stands where a statement begins, so that it declares its name. */
function isDeclaration(text: string, { location }: FunctionFacts): boolean {
  if (location === undefined) return false;
  const { source } = scriptOf(location.scriptId);
  const before = source
    .slice(0, Math.max(0, source.indexOf(text)))
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*$/gm, '');
  return /(^|[;{}]|\bexport|\bdefault|\belse|\n)\s*$/.test(before) && !/[=(,:?&|[]\s*$/.test(before);
}
