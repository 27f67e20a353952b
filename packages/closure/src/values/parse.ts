import { types } from 'node:util';
import { damagedBytes } from './value-error.js';

/** A property of a record that came from outside; `undefined` when there is none. Never touches a prototype. */
export function field(data: unknown, name: string): unknown {
  if (typeof data !== 'object' || data === null) throw damagedBytes(`a record with "${name}" was expected`);
  return Object.hasOwn(data, name) ? Reflect.get(data, name) : undefined;
}

export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw damagedBytes('a text was expected');
  return value;
}

export function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw damagedBytes('a number was expected');
  return value;
}

/** A whole number ≥ 0 and ≤ `maximum`. */
export function sizeOf(value: unknown, maximum: number = Number.MAX_SAFE_INTEGER): number {
  const size = numberOf(value);
  if (!Number.isInteger(size) || size < 0 || size > maximum) throw damagedBytes('a size was expected');
  return size;
}

export function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw damagedBytes('a list was expected');
  return value;
}

/** Refs of children; that each is in the table is checked when it is read. */
export function refsOf(value: unknown): readonly number[] {
  return listOf(value).map((entry) => sizeOf(entry));
}

export function bytesOf(value: unknown): Uint8Array {
  if (!types.isUint8Array(value)) throw damagedBytes('bytes were expected');
  return value;
}
