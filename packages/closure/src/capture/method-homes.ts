import { types } from 'node:util';
import { sourceTextOf } from '../code-space/loaded-code.js';
import type { AnyFunction, CodeRecord } from '../code-space/records.js';
import { type NodeRef, type Path, textPath, type ValueWriter } from '../values/index.js';
import { ClassChains } from './class-chains.js';
import { type FreeVariables, freeVariables } from './free-variables.js';
import type { FunctionFacts } from './inspector.js';
import { classOfPrototype } from './marking-classes.js';
import { nativePath } from './natives.js';
import { describeFunction, refuse } from './refusals.js';
import { type FunctionSource, parseFunction } from './source-text.js';

/** Where a method is found: the object that has it as its own member. */
interface Home {
  readonly object: object;
  readonly key: string | symbol;
  readonly part: 'value' | 'get' | 'set';
}

/**
 * Remembers which objects and prototypes hold which functions as members. The language tells nobody what a method
 * belongs to, and one with `super` or `#private` members is nothing without it.
 */
export class MethodHomes {
  readonly #homes = new Map<unknown, Home>();
  readonly #seen = new Set<object>();
  readonly #chains = new ClassChains();

  /** Looks at the members of an object and of all prototypes above it that are not built in. */
  addChain(value: unknown): void {
    let object: unknown = value;
    while (isObject(object) && !this.#seen.has(object) && !isBuiltIn(object)) {
      this.add(object);
      object = Object.getPrototypeOf(object);
    }
  }

  add(object: object): void {
    if (this.#seen.has(object)) return;
    this.#seen.add(object);
    for (const key of Reflect.ownKeys(object)) {
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      for (const part of ['value', 'get', 'set'] as const) {
        const member: unknown = descriptor?.[part];
        if (typeof member !== 'function' || key === 'constructor' || this.#homes.has(member)) continue;
        this.#homes.set(member, { object, key, part });
      }
    }
  }

  /** The members of an instance whose class gives it arrow functions. */
  addFields(value: object): void {
    if (typeof value === 'object' && this.#chains.of(value).hasArrows) this.add(value);
  }

  /** A function that belongs to an instance or class and comes with it. */
  memberOf(fn: AnyFunction, path: Path, writer: ValueWriter): CodeRecord | undefined {
    const source = this.#homes.has(fn) ? parseFunction(sourceTextOf(fn)) : undefined;
    if (source === undefined) return undefined;
    return (
      this.fieldOfInstance(fn, freeVariables(source), source, path, writer) ??
      this.memberOfClass(fn, source, path, writer)
    );
  }

  /** A method that its class makes is not a function of its own: it is the class that travels. */
  memberOfClass(
    fn: AnyFunction,
    source: FunctionSource,
    path: Path,
    writer: ValueWriter,
  ): CodeRecord | undefined {
    const home = this.#homes.get(fn);
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
  search(fn: AnyFunction, { scopes }: FunctionFacts): void {
    if (this.#homes.has(fn)) return;
    for (const { variables } of scopes) {
      for (const value of Object.values(variables)) {
        if (typeof value !== 'object' && typeof value !== 'function') continue;
        if (value === null || isBuiltIn(value) || types.isProxy(value) || Array.isArray(value)) continue;
        this.add(value);
        const prototype: unknown = Object.getOwnPropertyDescriptor(value, 'prototype')?.value;
        if (typeof prototype === 'object' && prototype !== null) this.add(prototype);
      }
    }
  }

  /** An arrow function in a field of an instance, which its class makes anew for it. */
  fieldOfInstance(
    fn: AnyFunction,
    { outer }: FreeVariables,
    source: FunctionSource,
    path: Path,
    writer: ValueWriter,
  ): CodeRecord | undefined {
    const home = this.#homes.get(fn);
    if (!outer.this || outer.arguments || outer.newTarget || home === undefined) return undefined;
    const { key, object } = home;
    if (typeof key !== 'string' || typeof object === 'function') return undefined;
    const isField = this.#chains.of(object).marking.some(({ arrows }) => arrows.get(key) === source.text);
    return isField ? { code: 'field', owner: writer.write(object, path), key } : undefined;
  }

  /** Where `super` looks in a method of an object literal. */
  superOf(fn: AnyFunction, path: Path, writer: ValueWriter): NodeRef {
    const home = this.#homes.get(fn);
    if (home === undefined) {
      throw refuse(
        path,
        `${describeFunction(fn)} uses \`super\`, and the object it belongs to is not known`,
        'Pass it bound: `object.method.bind(object)`.',
      );
    }
    return writer.write(Object.getPrototypeOf(home.object), textPath(path, ' → super'));
  }
}

const isBuiltIn = (object: object): boolean => nativePath(object) !== undefined;

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
