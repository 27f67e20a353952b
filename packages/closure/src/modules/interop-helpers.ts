import type { CallExpression, Expression, Program, Super } from 'acorn';
import type { Interop } from './import-binding.js';
import { moduleStatements } from './module-statements.js';

/** What a function that is called around `require(…)` makes of the module; undefined when it is no interop helper. */
export type HelperLookup = (callee: Expression | Super) => HelperKind | undefined;
type HelperKind = 'import-default' | 'import-star' | 'to-esm';

const namedHelpers: readonly (readonly [RegExp, HelperKind])[] = [
  [/^_*importDefault\d*$/, 'import-default'],
  [/^_*interop_?require_?default\d*$/i, 'import-default'],
  [/^_*importStar\d*$/, 'import-star'],
  [/^_*interop_?require_?wildcard\d*$/i, 'import-star'],
  [/^_*interopNamespace(Default|Compat)?\d*$/i, 'import-star'],
  [/^__toESM\d*$/, 'to-esm'],
];

/** Knows the helpers by name, and the renamed ones of minified programs by what their text does. */
export function interopHelpers(program: Program, source: string): HelperLookup {
  let texts: Map<string, string> | undefined;
  return (callee) => {
    const name = calleeName(callee);
    if (name === undefined) return undefined;
    const named = namedHelpers.find(([pattern]) => pattern.test(name));
    if (named) return named[1];
    texts ??= functionTexts(program, source);
    return helperByText(texts.get(name));
  };
}

/** `__toESM(x, 1)` shows a CommonJS module as Node.js does, without the flag as Babel does. */
export function interopOf(kind: HelperKind, call: CallExpression): Interop {
  if (kind !== 'to-esm') return kind;
  return call.arguments.length > 1 ? 'import-node' : 'import-star';
}

function helperByText(text: string | undefined): HelperKind | undefined {
  if (text === undefined || !text.includes('__esModule') || !/\bdefault\b/.test(text)) return undefined;
  if (/["']default["'],\s*\{\s*value:/.test(text)) return 'to-esm';
  return /\bfor\s*\(|\bkeys\b/.test(text) ? 'import-star' : 'import-default';
}

function calleeName(callee: Expression | Super): string | undefined {
  switch (callee.type) {
    case 'Identifier':
      return callee.name;
    case 'MemberExpression':
      return callee.property.type === 'Identifier' && !callee.computed ? callee.property.name : undefined;
    case 'SequenceExpression': {
      const last = callee.expressions.at(-1);
      return last && calleeName(last);
    }
    default:
      return undefined;
  }
}

function functionTexts(program: Program, source: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const statement of moduleStatements(program)) {
    if (statement.type === 'FunctionDeclaration') {
      texts.set(statement.id.name, source.slice(statement.start, statement.end));
    } else if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations) {
        if (id.type !== 'Identifier' || !init) continue;
        if (
          init.type === 'ArrowFunctionExpression' ||
          init.type === 'FunctionExpression' ||
          init.type === 'LogicalExpression'
        ) {
          texts.set(id.name, source.slice(init.start, init.end));
        }
      }
    }
  }
  return texts;
}
