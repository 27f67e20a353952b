import { sourceTextOf } from '../code-space/loaded-code.js';
import type { AnyFunction } from '../code-space/records.js';
import { classShape } from './class-shape.js';
import { parseFunction } from './source-text.js';

/** A class that puts on its instances what only its own code can put there. */
export interface MarkingClass {
  readonly fn: AnyFunction;
  /** `#private` fields. */
  readonly fields: ReadonlySet<string>;
  /** Fields with arrow functions that use `this`: name → text. */
  readonly arrows: ReadonlyMap<string, string>;
}

/** The classes above an instance that mark it, from the uppermost down. */
export function markingClasses(value: object): MarkingClass[] {
  const found: MarkingClass[] = [];
  let prototype: unknown = Object.getPrototypeOf(value);
  while (typeof prototype === 'object' && prototype !== null) {
    const fn = classOfPrototype(prototype);
    const source = fn && parseFunction(sourceTextOf(fn));
    if (fn && source?.node.type === 'ClassExpression') {
      const { marksInstances, privateFields, arrows } = classShape(source, source.node);
      if (marksInstances) found.unshift({ fn, fields: privateFields, arrows });
    }
    prototype = Object.getPrototypeOf(prototype);
  }
  return found;
}

/** The class or function whose `prototype` an object is. */
export function classOfPrototype(object: object): AnyFunction | undefined {
  const maker: unknown = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
  if (!isFunction(maker)) return undefined;
  const prototype: unknown = Object.getOwnPropertyDescriptor(maker, 'prototype')?.value;
  return prototype === object ? maker : undefined;
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}
