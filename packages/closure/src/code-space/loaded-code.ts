import type { SlotRecord } from './records.js';

/** Where a function of this process came from, when a capsule brought it. */
export interface LoadedCode {
  readonly capsule: string;
  readonly slot: SlotRecord;
}

const loaded = new WeakMap<object, LoadedCode>();

/** Remembers that a capsule brought this function, so that it can travel on with its text as the user wrote it. */
export function rememberLoaded(fn: object, code: LoadedCode): void {
  loaded.set(fn, code);
}

export function loadedCode(fn: object): LoadedCode | undefined {
  return loaded.get(fn);
}

const textOf = Function.prototype.toString;

/** The text of a function as its author's transpiler left it; for loaded ones not as the loader changed it. */
export function sourceTextOf(fn: object): string {
  return loaded.get(fn)?.slot.text ?? textOf.call(fn);
}
