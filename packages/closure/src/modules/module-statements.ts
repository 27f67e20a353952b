import type { AnyNode, Expression, ModuleDeclaration, Program, Statement } from 'acorn';

export type ModuleStatement = Statement | ModuleDeclaration;

/**
 * The statements that run when the module is loaded and whose names its functions see: the program's own, those in
 * blocks, and those in the wrapper functions that vite, Jest and tsx put around a module.
 */
export function* moduleStatements(program: Program): Generator<ModuleStatement> {
  for (const statement of program.body) yield* flatten(statement);
}

function* flatten(statement: ModuleStatement): Generator<ModuleStatement> {
  switch (statement.type) {
    case 'BlockStatement':
      for (const inner of statement.body) yield* flatten(inner);
      return;
    case 'TryStatement':
      yield* flatten(statement.block);
      if (statement.handler) yield* flatten(statement.handler.body);
      return;
    case 'IfStatement':
      yield* flatten(statement.consequent);
      if (statement.alternate) yield* flatten(statement.alternate);
      return;
    case 'ExportNamedDeclaration':
      if (statement.declaration) yield statement.declaration;
      yield statement;
      return;
    case 'ExpressionStatement': {
      yield statement;
      for (const body of wrapperBodies(statement.expression)) yield* flatten(body);
      return;
    }
    default:
      yield statement;
  }
}

/** `async (…) => {…}` (vite), `(() => {…})()` (tsx), `({ 'Object.<anonymous>': function (…) {…} })` (Jest). */
function wrapperBodies(expression: Expression): ModuleStatement[] {
  switch (expression.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return expression.body.type === 'BlockStatement' ? [expression.body] : [];
    case 'CallExpression':
      return isFunction(expression.callee) ? wrapperBodies(expression.callee) : [];
    case 'UnaryExpression':
    case 'AwaitExpression':
      return wrapperBodies(expression.argument);
    case 'SequenceExpression':
      return expression.expressions.flatMap(wrapperBodies);
    case 'ObjectExpression':
      return expression.properties.flatMap((property) =>
        property.type === 'Property' && isFunction(property.value) ? wrapperBodies(property.value) : [],
      );
    default:
      return [];
  }
}

function isFunction(
  node: AnyNode,
): node is Extract<Expression, { type: 'FunctionExpression' | 'ArrowFunctionExpression' }> {
  return node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}
