import { types } from 'node:util';
import { sourceTextOf } from '../code-space/loaded-code.js';
import type { AnyFunction, CodeRecord, Edit, FunctionRecord, MembersRecord } from '../code-space/records.js';
import { type NodeRef, type Path, textPath, type ValueWriter } from '../values/index.js';
import type { ByName } from './by-name.js';
import { type ClassShape, classShape } from './class-shape.js';
import type { CodeTable } from './code-table.js';
import { type FreeVariables, freeVariables } from './free-variables.js';
import type { Homes } from './homes.js';
import { type BoundParts, type FunctionFacts, inspector } from './inspector.js';
import { classOfPrototype, markingClasses } from './marking-classes.js';
import { nativePath } from './natives.js';
import { classMembers, functionMembers, writeMembers } from './own-members.js';
import { renamedFrom, withVariable } from './own-name.js';
import { refuse } from './refusals.js';
import type { BindingResolver } from './resolve-binding.js';
import { type FunctionSource, parseFunction } from './source-text.js';
import { isStrict } from './strictness.js';

/** Writes functions and classes of the program into a capture: their text, what they close over, and their own members. */
export class FunctionWriter {
  readonly #table: CodeTable;
  readonly #homes: Homes;
  readonly #byName: ByName;
  readonly #resolver: BindingResolver;

  constructor(table: CodeTable, homes: Homes, byName: ByName, resolver: BindingResolver) {
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
        `${describe(fn)} is native code that has no global name`,
        'Create it inside the function.',
      );
    }
    if (source.node.type === 'ClassExpression') return this.#writeClass(fn, source, facts, path, writer);
    if (this.#homes.of(fn) === undefined && source.form !== 'expression') this.#findHome(facts);
    return this.#memberOfClass(fn, source, path, writer) ?? this.#writePlain(fn, source, facts, path, writer);
  }

  #writeBound(fn: AnyFunction, bound: BoundParts, path: Path, writer: ValueWriter): CodeRecord {
    this.#homes.addChain(bound.thisValue, isBuiltIn);
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
    const field = this.#fieldOfInstance(fn, free, source, path, writer);
    if (field !== undefined) return field;
    refuseOuterUses(free, source, path);
    const home = free.outer.super ? this.#homePrototype(fn, path, writer) : undefined;
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
    const strict = source.node.type !== 'ClassExpression' && isStrict(fn, source, facts);
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

  /** A method that its class makes is not a function of its own: it is the class that travels. */
  #memberOfClass(
    fn: AnyFunction,
    source: FunctionSource,
    path: Path,
    writer: ValueWriter,
  ): CodeRecord | undefined {
    const home = this.#homes.of(fn);
    if (home === undefined || source.form === 'expression') return undefined;
    const isStatic = typeof home.object === 'function';
    const owner = isStatic ? home.object : classOfPrototype(home.object);
    const ownerText = owner === undefined ? '' : sourceTextOf(owner);
    if (!/^class\b/.test(ownerText) || !ownerText.includes(source.text)) return undefined;
    const { key, part } = home;
    return {
      code: 'member',
      owner: writer.write(owner, textPath(path, ' → its class')),
      key: typeof key === 'string' ? key : writer.write(key, path),
      isStatic,
      part,
    };
  }

  /** A method without its object: the class or object literal that has it may be among the variables that it sees. */
  #findHome({ scopes }: FunctionFacts): void {
    for (const { variables } of scopes) {
      for (const value of Object.values(variables)) {
        if (typeof value !== 'object' && typeof value !== 'function') continue;
        if (value === null || isBuiltIn(value) || types.isProxy(value) || Array.isArray(value)) continue;
        this.#homes.add(value);
        const prototype: unknown = Object.getOwnPropertyDescriptor(value, 'prototype')?.value;
        if (typeof prototype === 'object' && prototype !== null) this.#homes.add(prototype);
      }
    }
  }

  /** An arrow function in a field of an instance, which its class makes anew for it. */
  #fieldOfInstance(
    fn: AnyFunction,
    { outer }: FreeVariables,
    source: FunctionSource,
    path: Path,
    writer: ValueWriter,
  ): CodeRecord | undefined {
    const home = this.#homes.of(fn);
    if (!outer.this || outer.arguments || outer.newTarget || home === undefined) return undefined;
    const { key, object } = home;
    if (typeof key !== 'string' || typeof object === 'function') return undefined;
    const isField = markingClasses(object).some(({ arrows }) => arrows.get(key) === source.text);
    return isField ? { code: 'field', owner: writer.write(object, path), key } : undefined;
  }

  #homePrototype(fn: AnyFunction, path: Path, writer: ValueWriter): NodeRef {
    const home = this.#homes.of(fn);
    if (home === undefined) {
      throw refuse(
        path,
        `${describe(fn)} uses \`super\`, and the object it belongs to is not known`,
        'Pass it bound: `object.method.bind(object)`.',
      );
    }
    return writer.write(Object.getPrototypeOf(home.object), textPath(path, ' → super'));
  }
}

const isBuiltIn = (object: object): boolean => nativePath(object) !== undefined;

const noMembers: MembersRecord = {
  properties: [],
  deleted: [],
  prototype: undefined,
  integrity: 'extensible',
};

function refuseOuterUses({ outer }: FreeVariables, source: FunctionSource, path: Path): void {
  const fixes = [
    [
      outer.this,
      '`this`',
      'Keep it in a variable (`const self = this`) and use that, or pass `object.method.bind(object)`.',
    ],
    [outer.arguments, '`arguments`', 'Use rest parameters (`...args`) of the enclosing function.'],
    [outer.newTarget, '`new.target`', 'Keep it in a variable (`const target = new.target`) and use that.'],
  ] as const;
  for (const [used, what, fix] of fixes) {
    if (used) throw refuse(path, `an arrow function uses ${what} of the function around it`, fix);
  }
  if (outer.super && source.form === 'expression') {
    throw refuse(
      path,
      'an arrow function uses `super` of the method around it',
      'Keep what it needs in a variable (`const parent = super.method.bind(this)`) and use that.',
    );
  }
  if (source.form === 'class-method') {
    throw refuse(path, 'a private method without its class', 'Pass the class or an instance of it instead.');
  }
}

function describe(fn: AnyFunction): string {
  return fn.name === '' ? 'a function' : `the function ${fn.name}`;
}

function nameOf(fn: AnyFunction): string | undefined {
  const name: unknown = Object.getOwnPropertyDescriptor(fn, 'name')?.value;
  return typeof name === 'string' ? name : undefined;
}

function ownPrototype(fn: AnyFunction): object | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(fn, 'prototype')?.value;
  return typeof value === 'object' && value !== null ? value : undefined;
}

/** The prototype of a function object, when somebody set another one than its kind has. */
function unusualPrototype(fn: AnyFunction): object | null | undefined {
  const prototype = asPrototype(Object.getPrototypeOf(fn));
  const usual = [Function.prototype, asyncFunction, generatorFunction, asyncGeneratorFunction];
  return usual.some((candidate) => candidate === prototype) ? undefined : prototype;
}

const asyncFunction: unknown = Object.getPrototypeOf(async () => {});
const generatorFunction: unknown = Object.getPrototypeOf(function* () {});
const asyncGeneratorFunction: unknown = Object.getPrototypeOf(async function* () {});

function prototypeMembers(fn: AnyFunction, prototype: object, path: Path, writer: ValueWriter) {
  if (types.isGeneratorFunction(fn)) return undefined;
  const parent = asPrototype(Object.getPrototypeOf(prototype));
  const keys = Reflect.ownKeys(prototype);
  const isUntouched = keys.length === 1 && keys[0] === 'constructor' && Object.isExtensible(prototype);
  if (isUntouched && parent === Object.prototype) return undefined;
  const made = {
    keys: ['constructor'],
    isOriginal: (_key: string | symbol, descriptor: PropertyDescriptor) => descriptor.value === fn,
  };
  const written = parent === Object.prototype ? undefined : parent;
  return writeMembers(prototype, made, written, textPath(path, '.prototype'), writer);
}

function asPrototype(value: unknown): object | null {
  return (typeof value === 'object' && value !== null) || typeof value === 'function' ? value : null;
}
