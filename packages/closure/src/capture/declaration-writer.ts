import type { AnyFunction, BindingRecord, DeclarationRecord } from '../code-space/records.js';
import { importsOf } from '../modules/index.js';
import { parseModule } from '../modules/parse-module.js';
import { textPath, type ValueWriter } from '../values/index.js';
import { type ByName, referenceOf } from './by-name.js';
import type { CodeTable } from './code-table.js';
import type { Declared } from './declarations.js';
import { type FreeVariables, freeVariables } from './free-variables.js';
import { refuse } from './refusals.js';
import type { BindingResolver } from './resolve-binding.js';
import type { ScopeNode } from './scope-tree.js';
import { scriptOf } from './scripts.js';
import { walk } from './syntax-walk.js';

/** Writes a declaration that is run again: its text as a function, with what the text uses. */
export function writeDeclaration(
  declared: Declared,
  table: CodeTable,
  byName: ByName,
  resolver: BindingResolver,
  writer: ValueWriter,
): { readonly record: DeclarationRecord; readonly bindings: readonly BindingRecord[] } {
  const { node, source, path } = declared;
  const free = freeVariables(source);
  const imports = bindImports(declared, free, table, byName);
  const slot = table.slots.length;
  const fn: AnyFunction = () => undefined;
  const edits: [number, number, string][] = [];
  const moduleCalls: Record<string, number> = {};
  table.addSlot(
    fn,
    { scope: node.id, text: source.text, form: 'expression', strict: true, edits, moduleCalls },
    undefined,
  );
  const facts = { location: { scriptId: node.scriptId, line: 0, column: 0 }, scopes: [], bound: undefined };
  const chain = ancestors(node);
  const bindings = resolver.resolve({ fn, source, facts, free, chain, edits, moduleCalls, path }, writer);
  edits.sort((a, b) => a[0] - b[0]);
  const isAwaited = source.node.type === 'ArrowFunctionExpression' && source.node.async;
  declared.record.slot = slot;
  return { bindings, record: Object.assign(declared.record, { isAwaited, imports, start: declared.start }) };
}

/** Imports that only the top level uses are in no scope that the engine shows. */
function bindImports(
  { node, path }: Declared,
  free: FreeVariables,
  table: CodeTable,
  byName: ByName,
): DeclarationRecord['imports'] {
  const script = scriptOf(node.scriptId);
  const bound: [number, number, number][] = [];
  for (const { name } of free.variables) {
    if (ancestors(node).some(({ variables }) => Object.hasOwn(variables, name)) || node.names.has(name))
      continue;
    const binding = importsOf(script.source).get(name);
    const reference = binding && referenceOf(binding, script);
    if (reference !== undefined) {
      const index = node.names.size;
      node.names.set(name, index);
      bound.push([node.id, index, table.addReference(undefined, byName.described(reference, path))]);
    } else if (isDeclaredIn(script.source, name)) {
      throw refuse(
        textPath(path, ` → ${name}`),
        'a variable that only the top level of its module uses, which cannot be read',
        'Write its value into the declaration, or use the variable in a function of the module.',
      );
    }
  }
  return bound;
}

function isDeclaredIn(source: string, name: string): boolean {
  const program = parseModule(source);
  let isDeclared = false;
  if (program) {
    walk(program, (node) => {
      if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.id.name === name)
        isDeclared = true;
      if (
        (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') &&
        node.id?.name === name
      ) {
        isDeclared = true;
      }
      return !isDeclared;
    });
  }
  return isDeclared;
}

function ancestors(node: ScopeNode): ScopeNode[] {
  const chain: ScopeNode[] = [];
  for (let current: ScopeNode | undefined = node; current !== undefined; current = current.parent)
    chain.push(current);
  return chain;
}
