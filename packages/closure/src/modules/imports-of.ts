import type {
  CallExpression,
  Expression,
  ImportDeclaration,
  ImportExpression,
  Pattern,
  Program,
  SpreadElement,
  Super,
} from 'acorn';
import type { ImportBinding, Interop } from './import-binding.js';
import { type HelperLookup, interopHelpers, interopOf } from './interop-helpers.js';
import { moduleStatements } from './module-statements.js';
import { parseModule } from './parse-module.js';

type Imports = Map<string, ImportBinding>;

/** What an expression evaluates to, when that is an imported module or a member of one. */
interface ImportedValue {
  readonly specifier: string;
  readonly interop: Interop;
  readonly members: readonly string[];
}

/** The last few sources: one program asks for the same script again and again. */
const remembered = new Map<string, ReadonlyMap<string, ImportBinding>>();
const rememberedLimit = 64;

/**
 * What the module-level names of a running script are bound to, where an import gave them their value.
 *
 * Reads the script as it runs, so it knows what transpilers make of an import: `import` in all its forms, awaited
 * `import()`, `require` (also of `createRequire`), `foo_1` of TypeScript, `import_foo` of esbuild (minified too),
 * `_foo` of Babel and swc, `__vite_ssr_import_0__` of vite and vitest.
 *
 * @param source text of the script as the engine has it
 * @returns local name → binding; empty when the source is not JavaScript
 */
export function importsOf(source: string): ReadonlyMap<string, ImportBinding> {
  const known = remembered.get(source);
  if (known) return known;
  const program = parseModule(source);
  const imports = program ? collect(program, source) : new Map<string, ImportBinding>();
  if (remembered.size >= rememberedLimit) remembered.delete(remembered.keys().next().value ?? '');
  remembered.set(source, imports);
  return imports;
}

function collect(program: Program, source: string): Imports {
  const reader = new ImportReader(interopHelpers(program, source));
  for (const statement of moduleStatements(program)) {
    if (statement.type === 'ImportDeclaration') {
      reader.declaration(statement);
    } else if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations) if (init) reader.assign(id, init);
    } else if (statement.type === 'ExpressionStatement') {
      reader.expression(statement.expression);
    }
  }
  return reader.imports;
}

class ImportReader {
  readonly imports: Imports = new Map();
  readonly #helper: HelperLookup;
  /** Names that are called like `require`: itself, and what `createRequire` gave. */
  readonly #requires = new Set(['require', '__require']);

  constructor(helper: HelperLookup) {
    this.#helper = helper;
  }

  declaration({ source, specifiers }: ImportDeclaration): void {
    if (typeof source.value !== 'string') return;
    for (const specifier of specifiers) {
      const imported =
        specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : specifier.type === 'ImportNamespaceSpecifier'
            ? '*'
            : specifier.imported.type === 'Identifier'
              ? specifier.imported.name
              : String(specifier.imported.value);
      this.imports.set(specifier.local.name, {
        specifier: source.value,
        imported,
        interop: 'esm',
        members: [],
      });
    }
  }

  /** `foo = require('foo')` as a statement of its own. */
  expression(expression: Expression): void {
    if (expression.type === 'SequenceExpression') {
      for (const inner of expression.expressions) this.expression(inner);
    } else if (expression.type === 'AssignmentExpression' && expression.operator === '=') {
      this.assign(expression.left, expression.right);
    }
  }

  assign(target: Pattern, init: Expression): void {
    if (target.type === 'Identifier' && this.#isCreateRequire(init)) this.#requires.add(target.name);
    if (target.type === 'ArrayPattern') {
      this.#assignAll(target.elements, init);
      return;
    }
    const value = this.#value(init);
    if (value) this.#bind(target, value);
  }

  /** `const [a, b] = await Promise.all([import('a'), import('b')])`. */
  #assignAll(targets: readonly (Pattern | null)[], init: Expression): void {
    const call = init.type === 'AwaitExpression' ? init.argument : init;
    const list =
      call.type === 'CallExpression' && isMember(call.callee, 'Promise', 'all')
        ? call.arguments[0]
        : undefined;
    if (list?.type !== 'ArrayExpression') return;
    for (const [index, element] of list.elements.entries()) {
      const target = targets[index];
      const value = target && element && element.type !== 'SpreadElement' && this.#awaited(element);
      if (target && value) this.#bind(target, value);
    }
  }

  #bind(target: Pattern, value: ImportedValue): void {
    if (target.type === 'Identifier') {
      const [imported = '*', ...members] = value.members;
      this.imports.set(target.name, {
        specifier: value.specifier,
        imported,
        interop: value.interop,
        members,
      });
    } else if (target.type === 'ObjectPattern') {
      for (const property of target.properties) {
        if (property.type !== 'Property' || property.computed) continue;
        const key = property.key.type === 'Identifier' ? property.key.name : literalText(property.key);
        if (key !== undefined) this.#bind(property.value, { ...value, members: [...value.members, key] });
      }
    }
  }

  #value(node: Expression | SpreadElement | Super): ImportedValue | undefined {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return this.#value(node.expression);
      case 'AwaitExpression':
        return this.#awaited(node.argument);
      case 'MemberExpression': {
        const key =
          !node.computed && node.property.type === 'Identifier'
            ? node.property.name
            : literalText(node.property);
        const object = key === undefined ? undefined : this.#value(node.object);
        return object && key !== undefined ? { ...object, members: [...object.members, key] } : undefined;
      }
      case 'CallExpression':
        return this.#call(node);
      default:
        return undefined;
    }
  }

  /** `require('x')`, or an interop helper around it. */
  #call(call: CallExpression): ImportedValue | undefined {
    const [first] = call.arguments;
    if (!first) return undefined;
    if (call.callee.type === 'Identifier' && this.#requires.has(call.callee.name)) {
      const specifier = literalText(first);
      return specifier === undefined ? undefined : { specifier, interop: 'require', members: [] };
    }
    const kind = this.#helper(call.callee);
    const inner = kind && this.#value(first);
    if (kind === undefined || inner?.interop !== 'require' || inner.members.length > 0) return undefined;
    return { ...inner, interop: interopOf(kind, call) };
  }

  /** What is awaited: `import('x')`, or vite's stand-in for it. */
  #awaited(node: Expression): ImportedValue | undefined {
    if (node.type === 'ImportExpression') return dynamicImport(node);
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return undefined;
    if (!/^__(vite|vi)_ssr_(dynamic_)?import__$/.test(node.callee.name)) return undefined;
    const specifier = literalText(node.arguments[0]);
    return specifier === undefined ? undefined : { specifier, interop: 'vite', members: [] };
  }

  #isCreateRequire(init: Expression): boolean {
    if (init.type !== 'CallExpression') return false;
    const { callee } = init;
    if (callee.type === 'MemberExpression') {
      return callee.property.type === 'Identifier' && callee.property.name === 'createRequire';
    }
    if (callee.type !== 'Identifier') return false;
    return this.imports.get(callee.name)?.imported === 'createRequire' || callee.name === 'createRequire';
  }
}

function dynamicImport(node: ImportExpression): ImportedValue | undefined {
  const specifier = literalText(node.source);
  return specifier === undefined ? undefined : { specifier, interop: 'esm', members: [] };
}

function isMember(node: Expression | Super, object: string, property: string): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === object &&
    node.property.type === 'Identifier' &&
    node.property.name === property
  );
}

function literalText(node: { readonly type: string } | undefined): string | undefined {
  return node && 'value' in node && node.type === 'Literal' && typeof node.value === 'string'
    ? node.value
    : undefined;
}
