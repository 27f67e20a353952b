import { types } from 'node:util';
import type { AnyFunction } from '../code-space/records.js';
import { type Path, textPath, type ValueWriter } from '../values/index.js';
import { writeMembers } from './own-members.js';

/** The `prototype` object of a function that has one. */
export function ownPrototype(fn: AnyFunction): object | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(fn, 'prototype')?.value;
  return typeof value === 'object' && value !== null ? value : undefined;
}

/** The prototype of a function object, when somebody set another one than its kind has. */
export function unusualPrototype(fn: AnyFunction): object | null | undefined {
  const prototype = asPrototype(Object.getPrototypeOf(fn));
  const usual = [Function.prototype, asyncFunction, generatorFunction, asyncGeneratorFunction];
  return usual.some((candidate) => candidate === prototype) ? undefined : prototype;
}

const asyncFunction: unknown = Object.getPrototypeOf(async () => {});
const generatorFunction: unknown = Object.getPrototypeOf(function* () {});
const asyncGeneratorFunction: unknown = Object.getPrototypeOf(async function* () {});

/** What a constructor function's `prototype` has; undefined when it is as the function made it. */
export function prototypeMembers(fn: AnyFunction, prototype: object, path: Path, writer: ValueWriter) {
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

export function asPrototype(value: unknown): object | null {
  return (typeof value === 'object' && value !== null) || typeof value === 'function' ? value : null;
}
