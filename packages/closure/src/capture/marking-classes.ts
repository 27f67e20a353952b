import { sourceTextOf } from '../code-space/loaded-code.js';
import type { AnyFunction } from '../code-space/records.js';
import { type ClassShape, classShape } from './class-shape.js';
import { parseFunction } from './source-text.js';

/** A class that puts on its instances what only its own code can put there. */
export interface MarkingClass {
  readonly fn: AnyFunction;
  /** `#private` fields. */
  readonly fields: ReadonlySet<string>;
  /** Of those, and of `#private` methods and accessors. */
  readonly names: ReadonlySet<string>;
  /** Fields with arrow functions that use `this`: name → text. */
  readonly arrows: ReadonlyMap<string, string>;
}

const shapes = new WeakMap<AnyFunction, ClassShape | 'none'>();

/** The classes above an instance that mark it, from the uppermost down. */
export function markingClasses(value: object): MarkingClass[] {
  const found: MarkingClass[] = [];
  for (const fn of classesOf(value)) {
    const shape = shapeOf(fn);
    if (!shape?.marksInstances) continue;
    const { privateFields, privateNames, arrows } = shape;
    found.unshift({ fn, fields: privateFields, names: privateNames, arrows });
  }
  return found;
}

/** The classes and constructor functions above an object, the nearest first. */
export function* classesOf(value: object): Generator<AnyFunction> {
  let prototype: unknown = Object.getPrototypeOf(value);
  while (typeof prototype === 'object' && prototype !== null) {
    const fn = classOfPrototype(prototype);
    if (fn !== undefined) yield fn;
    prototype = Object.getPrototypeOf(prototype);
  }
}

function shapeOf(fn: AnyFunction): ClassShape | undefined {
  const known = shapes.get(fn);
  if (known !== undefined) return known === 'none' ? undefined : known;
  const source = parseFunction(sourceTextOf(fn));
  const shape = source?.node.type === 'ClassExpression' ? classShape(source, source.node) : undefined;
  shapes.set(fn, shape ?? 'none');
  return shape;
}

/** The class or function whose `prototype` an object is. */
export function classOfPrototype(object: object): AnyFunction | undefined {
  // Most objects have none, and this is the fastest way to see it.
  if (!Object.hasOwn(object, 'constructor')) return undefined;
  const maker: unknown = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
  if (!isFunction(maker)) return undefined;
  const prototype: unknown = Object.getOwnPropertyDescriptor(maker, 'prototype')?.value;
  return prototype === object ? maker : undefined;
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}
