import { sourceTextOf } from '../code-space/loaded-code.js';
import type { AnyFunction, CodeRecord, Edit, FunctionRecord, MembersRecord } from '../code-space/records.js';
import { type NodeRef, type Path, textPath, type ValueWriter } from '../values/index.js';
import type { ByName } from './by-name.js';
import { type ClassShape, classShape } from './class-shape.js';
import type { CodeTable } from './code-table.js';
import { type FreeVariables, freeVariables } from './free-variables.js';
import { type BoundParts, type FunctionFacts, inspector } from './inspector.js';
import type { MethodHomes } from './method-homes.js';
import { refuseOuterUses } from './outer-uses.js';
import { classMembers, functionMembers, writeMembers } from './own-members.js';
import { renamedFrom, withVariable } from './own-name.js';
import { asPrototype, ownPrototype, prototypeMembers, unusualPrototype } from './own-prototype.js';
import { describeFunction, refuse } from './refusals.js';
import type { BindingResolver } from './resolve-binding.js';
import { type FunctionSource, parseFunction } from './source-text.js';
import { isStrict } from './strictness.js';

/** Writes functions and classes of the program into a capture: their text, what they close over, and their own members. */
export class FunctionWriter {
  readonly #table: CodeTable;
  readonly #homes: MethodHomes;
  readonly #byName: ByName;
  readonly #resolver: BindingResolver;

  constructor(table: CodeTable, homes: MethodHomes, byName: ByName, resolver: BindingResolver) {
    this.#byName = byName;
    this.#table = table;
    this.#homes = homes;
    this.#resolver = resolver;
  }

  write(fn: AnyFunction, path: Path, writer: ValueWriter): CodeRecord {
    const facts = inspector().inspectFunction(fn);
    if (facts.bound) return this.#writeBound(fn, facts.bound, path, writer);
    const origin = this.#byName.indexOf(fn, facts, path);
    if (origin !== undefined) return { code: 'reference', index: origin };
    const source = parseFunction(sourceTextOf(fn));
    if (source === undefined) {
      throw refuse(
        path,
        `${describeFunction(fn)} is native code that has no global name`,
        'Create it inside the function.',
      );
    }
    if (source.node.type === 'ClassExpression') return this.#writeClass(fn, source, facts, path, writer);
    if (source.form !== 'expression') this.#homes.search(fn, facts);
    return (
      this.#homes.memberOfClass(fn, source, path, writer) ?? this.#writePlain(fn, source, facts, path, writer)
    );
  }

  #writeBound(fn: AnyFunction, bound: BoundParts, path: Path, writer: ValueWriter): CodeRecord {
    this.#homes.addChain(bound.thisValue);
    return {
      code: 'bound',
      thisValue: writer.write(bound.thisValue, textPath(path, ' → this')),
      args: bound.boundArguments.map((value, index) =>
        writer.write(value, textPath(path, ` → bound argument ${index + 1}`)),
      ),
      target: writer.write(bound.target, path),
      own: writeMembers(fn, functionMembers, undefined, path, writer),
    };
  }

  #writePlain(
    fn: AnyFunction,
    source: FunctionSource,
    facts: FunctionFacts,
    path: Path,
    writer: ValueWriter,
  ): CodeRecord {
    const free = freeVariables(source);
    const field = this.#homes.fieldOfInstance(fn, free, source, path, writer);
    if (field !== undefined) return field;
    refuseOuterUses(free, source, path);
    const home = free.outer.super ? this.#homes.superOf(fn, path, writer) : undefined;
    const name = renamedFrom(fn, source, facts);
    const started = name === undefined ? free : withVariable(free, name.name);
    const { edits, record } = this.#start(fn, source, facts, started, path, writer);
    if (name !== undefined) edits.push([name.start - source.offset, name.end - source.offset, '']);
    if (source.member?.computed) {
      edits.push([
        source.member.key.start - source.offset,
        source.member.key.end - source.offset,
        '"method"',
      ]);
    }
    edits.sort((a, b) => a[0] - b[0]);
    const prototype = ownPrototype(fn);
    return {
      ...record,
      home,
      own: writeMembers(fn, functionMembers, unusualPrototype(fn), path, writer),
      prototype: prototype && prototypeMembers(fn, prototype, path, writer),
    };
  }

  #writeClass(
    fn: AnyFunction,
    source: FunctionSource,
    facts: FunctionFacts,
    path: Path,
    writer: ValueWriter,
  ): CodeRecord {
    if (source.node.type !== 'ClassExpression') throw new TypeError('Not a class');
    const shape = classShape(source, source.node);
    if (shape.unknownField !== undefined) {
      throw refuse(
        path,
        `a class whose field \`${shape.unknownField}\` has a computed name`,
        'Set it in the constructor instead.',
      );
    }
    const { prototype } = fn as unknown as { prototype: object };
    this.#homes.add(prototype);
    this.#homes.add(fn);
    const members = classMembers(shape, fn, prototype);
    const { record, edits } = this.#start(
      fn,
      source,
      facts,
      freeVariables(source, shape.excluded),
      path,
      writer,
    );
    edits.push(...shape.edits(record.slot));
    edits.sort((a, b) => a[0] - b[0]);
    const parent: unknown = Object.getPrototypeOf(fn);
    const hasParent = shape.hasHeritage || parent !== Function.prototype;
    return {
      ...record,
      computedKeys: members.computedKeys.map((key) => this.#writeKey(key, path, writer)),
      own: writeMembers(fn, members.ofClass, hasParent ? asPrototype(parent) : undefined, path, writer),
      prototype: writeMembers(
        prototype,
        members.ofPrototype,
        shape.hasHeritage ? asPrototype(Object.getPrototypeOf(prototype)) : undefined,
        textPath(path, '.prototype'),
        writer,
      ),
      privates: this.#staticPrivates(fn, shape, path, writer),
    };
  }

  #writeKey(key: string | symbol, path: Path, writer: ValueWriter): NodeRef {
    if (typeof key === 'symbol') this.#table.namedSymbols.add(key);
    return writer.write(key, path);
  }

  #staticPrivates(fn: AnyFunction, shape: ClassShape, path: Path, writer: ValueWriter) {
    if (shape.privateStaticFields.size === 0) return undefined;
    const fields = inspector()
      .privateFields(fn)
      .filter(({ name }) => shape.privateStaticFields.has(name))
      .map(({ name, value }) => [name, writer.write(value, textPath(path, `.${name}`))] as const);
    return { owner: writer.write(fn, path), fields };
  }

  /** What functions and classes have in common: a slot with the text, and the variables that the text uses. */
  #start(
    fn: AnyFunction,
    source: FunctionSource,
    facts: FunctionFacts,
    free: FreeVariables,
    path: Path,
    writer: ValueWriter,
  ): { edits: Edit[]; record: FunctionRecord } {
    const chain = this.#table.tree.chain(fn, facts.location, facts.scopes);
    const edits: Edit[] = [];
    const moduleCalls: Record<string, number> = {};
    const slot = this.#table.slots.length;
    const scope = chain[0]?.id ?? 0;
    const form = source.form === 'expression' ? 'expression' : 'method';
    const strict = source.node.type !== 'ClassExpression' && isStrict(fn, source, facts, free);
    this.#table.addSlot(fn, { scope, text: source.text, form, strict, edits, moduleCalls }, facts.location);
    const bindings = this.#resolver.resolve(
      { fn, source, facts, free, chain, edits, moduleCalls, path },
      writer,
    );
    return {
      edits,
      record: {
        code: 'function',
        slot,
        name: nameOf(fn),
        bindings,
        own: noMembers,
        prototype: undefined,
        computedKeys: [],
        privates: undefined,
        home: undefined,
      },
    };
  }
}

const noMembers: MembersRecord = {
  properties: [],
  deleted: [],
  prototype: undefined,
  integrity: 'extensible',
};

function nameOf(fn: AnyFunction): string | undefined {
  const name: unknown = Object.getOwnPropertyDescriptor(fn, 'name')?.value;
  return typeof name === 'string' ? name : undefined;
}
