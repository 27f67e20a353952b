import type { Expression, Program } from 'acorn';
import { moduleStatements } from './module-statements.js';
import { parseModule } from './parse-module.js';

const wrapperNames: readonly RegExp[] = [
  /^__webpack_(require|modules|module_cache|exports|async_modules)__/,
  /__WEBPACK_(IMPORTED_MODULE|EXTERNAL_MODULE|DEFAULT_EXPORT)_/,
  /^__TURBOPACK__|^__turbopack_/,
  /^parcel(Require|Helpers)/,
];

/**
 * Whether a free variable is not the module it stands for but a bundler's wrapper around a bundled copy of it
 * (`import_lodash2 = __toESM(require_lodash())`): such a function can no longer be told apart from its packages.
 *
 * @param name the free variable
 * @param source text of the script that defines the function
 */
export function isBundlerWrapper(name: string, source: string): boolean {
  if (wrapperNames.some((pattern) => pattern.test(name))) return true;
  // Parsing a bundle is slow; no wrapper can be in a source without the shape that makes one.
  if (!lazyModule.test(source)) return false;
  return wrappersOf(source).has(name);
}

/** esbuild's maker of modules has a fresh `exports`, Rollup's modules remember whether they have run. */
const freshExports = /exports\s*:\s*\{\s*\}/;
const lazyModule = /exports\s*:\s*\{\s*\}|\bhasRequired\w+/;

const remembered = new Map<string, ReadonlySet<string>>();

function wrappersOf(source: string): ReadonlySet<string> {
  const known = remembered.get(source);
  if (known) return known;
  const program = parseModule(source);
  const wrappers = program ? collectWrappers(program, source) : new Set<string>();
  remembered.clear();
  remembered.set(source, wrappers);
  return wrappers;
}

/** A maker of lazy modules, what it made (`require_foo`), and what calling that gave (`import_foo`). */
function collectWrappers(program: Program, source: string): ReadonlySet<string> {
  const makers = new Set<string>();
  const found = new Set(rollupModules(program, source));
  for (const [name, init] of namedValues(program)) {
    const callee = calledName(init);
    if (isFunction(init)) {
      if (freshExports.test(source.slice(init.start, init.end))) makers.add(name);
    } else if (callee !== undefined && makers.has(callee)) {
      found.add(name);
    } else if (namesInside(init).some((inner) => found.has(inner))) {
      found.add(name);
    }
  }
  return found;
}

/** `function requireFoo() { if (hasRequiredFoo) return foo; … }`. */
function rollupModules(program: Program, source: string): string[] {
  const names: string[] = [];
  for (const statement of moduleStatements(program)) {
    if (statement.type !== 'FunctionDeclaration') continue;
    const text = source.slice(statement.start, statement.end);
    if (/\bif\s*\(hasRequired\w+\)\s*return\b/.test(text)) names.push(statement.id.name);
  }
  return names;
}

function* namedValues(program: Program): Generator<readonly [string, Expression]> {
  for (const statement of moduleStatements(program)) {
    if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations)
        if (id.type === 'Identifier' && init) yield [id.name, init];
    } else if (
      statement.type === 'ExpressionStatement' &&
      statement.expression.type === 'AssignmentExpression'
    ) {
      const { left, right } = statement.expression;
      if (left.type === 'Identifier') yield [left.name, right];
    }
  }
}

function isFunction(node: Expression): boolean {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
}

function calledName(node: Expression): string | undefined {
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' ? node.callee.name : undefined;
}

/** The wrapper in `require_x()`, `__toESM(require_x())`, `require_x().y`, `getDefaultExportFromCjs(xExports)`. */
function namesInside(node: Expression): string[] {
  if (node.type === 'MemberExpression') return node.object.type === 'Super' ? [] : namesInside(node.object);
  if (node.type !== 'CallExpression') return [];
  const own = calledName(node);
  const first = node.arguments[0];
  if (first?.type === 'Identifier') return own === 'getDefaultExportFromCjs' ? [first.name] : [];
  const inner = first && first.type !== 'SpreadElement' ? namesInside(first) : [];
  return own === undefined ? inner : [own, ...inner];
}
