import type { AnyNode } from 'acorn';
import type { FunctionSource } from './source-text.js';
import { childrenOf } from './syntax-walk.js';

/**
 * Whether an arrow function could do anything else in strict mode than in sloppy mode: what it is made of tells, mostly, and
 * that is much cheaper than to look into its script.
 *
 * @param freeNames what it uses from outside: to assign to such a name may make a global variable
 */
export function strictnessMatters({ node }: FunctionSource, freeNames: ReadonlySet<string>): boolean {
  return node.type !== 'ArrowFunctionExpression' || !isSame(node, freeNames);
}

function isSame(node: AnyNode, freeNames: ReadonlySet<string>): boolean {
  if (!alike.has(node.type) || !isSameItself(node, freeNames)) return false;
  for (const child of childrenOf(node)) if (!isSame(child, freeNames)) return false;
  return true;
}

function isSameItself(node: AnyNode, freeNames: ReadonlySet<string>): boolean {
  switch (node.type) {
    case 'Identifier':
      return !strictWords.has(node.name);
    case 'Literal':
      // 017, 08 and '\1' are sloppy only
      return !/^0\d|\\\d/.test(node.raw ?? '');
    case 'UnaryExpression':
      return node.operator !== 'delete';
    case 'AssignmentExpression':
      return isOwnVariable(node.left, freeNames);
    case 'UpdateExpression':
      return isOwnVariable(node.argument, freeNames);
    default:
      return true;
  }
}

/** Not a property, which may be read-only, and not a name that may not be declared. */
function isOwnVariable(target: AnyNode, freeNames: ReadonlySet<string>): boolean {
  return target.type === 'Identifier' && !freeNames.has(target.name);
}

const strictWords: ReadonlySet<string> = new Set(
  'arguments eval implements interface let package private protected public static yield'.split(' '),
);

/** What means the same in both modes, if all in it does. What is not here may not: `function`, `this`, `with`, `for … in`. */
const alike: ReadonlySet<AnyNode['type']> = new Set([
  ...(['ArrowFunctionExpression', 'Identifier', 'Literal', 'TemplateLiteral', 'TemplateElement'] as const),
  ...([
    'TaggedTemplateExpression',
    'ArrayExpression',
    'ObjectExpression',
    'Property',
    'SpreadElement',
  ] as const),
  ...(['AssignmentPattern', 'ArrayPattern', 'ObjectPattern', 'RestElement', 'MemberExpression'] as const),
  ...(['CallExpression', 'NewExpression', 'ChainExpression', 'UnaryExpression', 'BinaryExpression'] as const),
  ...(['LogicalExpression', 'ConditionalExpression', 'SequenceExpression', 'AwaitExpression'] as const),
  ...(['AssignmentExpression', 'UpdateExpression', 'ImportExpression', 'VariableDeclaration'] as const),
  ...(['VariableDeclarator', 'BlockStatement', 'ExpressionStatement', 'EmptyStatement'] as const),
  ...(['ReturnStatement', 'IfStatement', 'ForStatement', 'ForOfStatement', 'WhileStatement'] as const),
  ...(['DoWhileStatement', 'BreakStatement', 'ContinueStatement', 'SwitchStatement', 'SwitchCase'] as const),
  ...(['ThrowStatement', 'TryStatement', 'CatchClause', 'ParenthesizedExpression'] as const),
]);
