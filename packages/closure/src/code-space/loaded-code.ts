import type { PackageData } from '../bundle/index.js';
import type { SlotRecord } from './records.js';

/** Where a function of this process came from, when a capsule brought it. */
export interface LoadedCode {
  readonly capsule: string;
  readonly slot: SlotRecord;
  /** The references of the whole capsule, which the text's `import()` and `require` were changed to. */
  readonly references: readonly LoadedReference[];
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

/** Where a value that a capsule's bundle gave is found again. */
export interface LoadedReference {
  readonly bundle: PackageData;
  readonly key: string;
}

const references = new WeakMap<object, LoadedReference>();

/** Remembers that a value came out of a bundle, so that code captured here points to the same bundle. */
export function rememberReference(value: object, reference: LoadedReference): void {
  references.set(value, reference);
}

export function loadedReference(value: object): LoadedReference | undefined {
  return references.get(value);
}
