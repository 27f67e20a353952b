import { nativeAt } from '../capture/natives.js';
import type { CodeRecord, FunctionRecord, PrivatesRecord } from '../code-space/records.js';
import type { ForeignKinds, NodeRef, ValueReader } from '../values/index.js';
import { damagedCapsule } from './damaged-capsule.js';
import { fillMembers, readKey } from './own-members.js';
import { makeMarked, markInstance, setPrivateField } from './private-state.js';
import type { ScriptRuntime } from './runtime.js';

/** Where a graph's code comes from. */
export interface CodeOrigin {
  /** The functions of the capsule that the graph is part of; undefined for items and results, which only name code. */
  readonly runtime: ScriptRuntime | undefined;
  reference(index: number): unknown;
  known(capsule: string, index: number): unknown;
  /** Told of each function that the graph brings to life. */
  made?(slot: number, fn: object): void;
  /** Calls back with the value of a declaration that is run again. */
  whenDeclared?(slot: number, give: (value: unknown) => void): void;
  madeSymbol?(index: number, symbol: symbol): void;
}

/** The reading half of what the codec has no kinds for. */
export class ReviveKinds implements ForeignKinds<CodeRecord> {
  readonly #origin: CodeOrigin;

  constructor(origin: CodeOrigin) {
    this.#origin = origin;
  }

  write(): undefined {
    return undefined;
  }

  create(record: CodeRecord, reader: ValueReader): object {
    switch (record.code) {
      case 'function':
        return this.#createFunction(record, reader);
      case 'bound':
        return this.#createBound(record.target, record.thisValue, record.args, reader);
      case 'native':
        return objectOr(nativeAt(record.path), () => `this Node.js has no ${record.path.join('.')}`);
      case 'member':
        return this.#createMember(record, reader);
      case 'prototype':
        return prototypeOf(functionOf(reader.read(record.of)));
      case 'instance':
        return this.#createInstance(record, reader);
      case 'field':
        return functionOf(
          Reflect.get(
            objectOr(reader.read(record.owner), () => 'a field has no object'),
            record.key,
          ),
        );
      case 'namespace':
        return Object.create(null);
      case 'reference':
        return objectOr(this.#origin.reference(record.index), () => `it has no reference ${record.index}`);
      case 'known':
        return objectOr(
          this.#origin.known(record.capsule, record.index),
          () => 'a function is not known here',
        );
      case 'symbol':
        throw damagedCapsule('a symbol stands where an object should');
    }
  }

  fill(value: object, record: CodeRecord, reader: ValueReader): void {
    switch (record.code) {
      case 'function':
        this.#fillFunction(value, record, reader);
        return;
      case 'bound':
        fillMembers(value, record.own, reader);
        return;
      case 'instance':
        this.#fillInstance(value, record.prototype, record.privates, reader);
        reader.fillBody(value, record.body);
        return;
      case 'namespace':
        for (const [name, { slot }] of record.declared) {
          this.#origin.whenDeclared?.(slot, (declared) => Reflect.set(value, name, declared));
        }
        for (const [name, ref] of record.members) {
          Object.defineProperty(value, name, {
            value: reader.read(ref),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        }
        return;
      default:
    }
  }

  createSymbol(record: CodeRecord): symbol {
    if (record.code === 'known') return symbolOf(this.#origin.known(record.capsule, record.index));
    if (record.code === 'symbol') {
      const symbol = Symbol(record.description);
      this.#origin.madeSymbol?.(record.index, symbol);
      return symbol;
    }
    throw damagedCapsule('a function stands where a symbol should');
  }

  #createFunction(record: FunctionRecord, reader: ValueReader): object {
    const { runtime } = this;
    const { slot, computedKeys, name } = record;
    runtime.computedKeys = (_slot, index) => propertyKey(reader.read(keyRef(computedKeys[index])));
    const fn = runtime.function(slot);
    if (name !== undefined && Object.getOwnPropertyDescriptor(fn, 'name')?.value !== name) {
      Object.defineProperty(fn, 'name', { value: name, configurable: true });
    }
    this.#origin.made?.(slot, fn);
    return fn;
  }

  #fillFunction(fn: object, record: FunctionRecord, reader: ValueReader): void {
    const { runtime } = this;
    for (const [scope, variable, ref] of record.bindings) runtime.bind(scope, variable, reader.read(ref));
    if (record.prototype !== undefined) {
      fillMembers(prototypeOf(fn), record.prototype, reader);
    }
    fillMembers(fn, record.own, reader);
    if (record.privates !== undefined) this.#fillPrivates(fn, record.privates, reader);
    const holder = record.home === undefined ? undefined : runtime.holderOf(fn);
    if (holder !== undefined && record.home !== undefined) {
      Object.setPrototypeOf(
        holder,
        objectOr(reader.read(record.home), () => 'a method has no object'),
      );
    }
  }

  #createBound(target: NodeRef, thisValue: NodeRef, args: readonly NodeRef[], reader: ValueReader): object {
    const values = args.map((ref) => reader.read(ref));
    return Function.prototype.bind.call(functionOf(reader.read(target)), reader.read(thisValue), ...values);
  }

  /** Classes put their private members on the shell here, so that those can be referred to before anything is filled. */
  #createInstance(record: CodeRecord & { code: 'instance' }, reader: ValueReader): object {
    const classes = record.privates.map(({ owner }) => functionOf(reader.read(owner)));
    const shell =
      record.body.kind === 'object' && classes.length > 0
        ? makeMarked(classes)
        : reader.createBody(record.body);
    for (const fn of classes) markInstance(shell, fn);
    return shell;
  }

  #createMember(record: CodeRecord & { code: 'member' }, reader: ValueReader): object {
    const owner = functionOf(reader.read(record.owner));
    const object: unknown = record.isStatic ? owner : Reflect.get(owner, 'prototype');
    const key = readKey(record.key, reader);
    const descriptor = Object.getOwnPropertyDescriptor(
      objectOr(object, () => 'a class has no prototype'),
      key,
    );
    return functionOf(descriptor?.[record.part]);
  }

  #fillInstance(
    value: object,
    prototype: NodeRef,
    privates: readonly PrivatesRecord[],
    reader: ValueReader,
  ): void {
    Object.setPrototypeOf(
      value,
      objectOr(reader.read(prototype), () => 'an instance has no prototype'),
    );
    if (privates.length > 0) forgetFields(value);
    for (const record of privates) this.#fillPrivates(value, record, reader);
  }

  #fillPrivates(object: object, { owner, fields }: PrivatesRecord, reader: ValueReader): void {
    const fn = functionOf(reader.read(owner));
    for (const [name, ref] of fields) setPrivateField(fn, object, name, reader.read(ref));
  }

  get runtime(): ScriptRuntime {
    if (this.#origin.runtime === undefined)
      throw damagedCapsule('it brings code where only values are taken');
    return this.#origin.runtime;
  }
}

function objectOr(value: unknown, what: () => string): object {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') return value;
  throw damagedCapsule(what());
}

function functionOf(value: unknown): (...args: unknown[]) => unknown {
  if (isCallable(value)) return value;
  throw damagedCapsule('a function was expected');
}

function keyRef(ref: NodeRef | undefined): NodeRef {
  if (ref === undefined) throw damagedCapsule('a class has a member without a name');
  return ref;
}

function propertyKey(value: unknown): string | symbol {
  if (typeof value === 'string' || typeof value === 'symbol') return value;
  throw damagedCapsule('a class has a member with an impossible name');
}

function prototypeOf(fn: object): object {
  return objectOr(Reflect.get(fn, 'prototype'), () => 'a class has no prototype');
}

function symbolOf(value: unknown): symbol {
  if (typeof value === 'symbol') return value;
  throw damagedCapsule('a symbol was expected');
}

function isCallable(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}

/** Public fields that the classes' initialisers made; those that the instance had are filled in after. */
function forgetFields(value: object): void {
  for (const key of Reflect.ownKeys(value)) Reflect.deleteProperty(value, key);
}
