import type { AnyFunction, CodeRecord } from '../code-space/records.js';
import type { ForeignKinds, Path, ValueWriter } from '../values/index.js';
import type { ModuleObjects } from './module-objects.js';
import { nativePath } from './natives.js';
import { type ClassFacts, isPrototypeObject, ObjectWriter } from './object-writer.js';

/** How functions (and what else goes by name) are written: as part of a capture, or by id for items and results. */
export interface CodeSource extends ClassFacts {
  /** Values that go by name or id, whatever they are. */
  reference(value: unknown): CodeRecord | undefined;
  writeFunction(fn: AnyFunction, path: Path, writer: ValueWriter): CodeRecord;
  writeSymbol?(value: symbol, path: Path): CodeRecord | undefined;
  /** Module objects of the program. */
  readonly modules?: ModuleObjects | undefined;
  /** Told of every object before it is written. */
  meet?(value: object): void;
}

/** The writing half of what the codec has no kinds for: code and everything that hangs on it. */
export class CodeKinds implements ForeignKinds<CodeRecord> {
  readonly #source: CodeSource;
  readonly #objects: ObjectWriter;

  constructor(source: CodeSource) {
    this.#source = source;
    this.#objects = new ObjectWriter(source);
  }

  claims(value: object): boolean {
    this.#source.meet?.(value);
    return (
      this.#source.modules?.has(value) === true ||
      nativePath(value) !== undefined ||
      this.#source.reference(value) !== undefined ||
      isPrototypeObject(value)
    );
  }

  write(value: object, path: Path, writer: ValueWriter): CodeRecord | undefined {
    const reference = this.#source.reference(value);
    if (reference !== undefined) return reference;
    const native = nativePath(value);
    if (native !== undefined) return { code: 'native', path: native };
    const { modules } = this.#source;
    if (modules?.has(value)) return modules.write(value, path, writer);
    return isFunction(value)
      ? this.#source.writeFunction(value, path, writer)
      : this.#objects.write(value, path, writer);
  }

  isByName({ code }: CodeRecord): boolean {
    return code === 'known' || code === 'reference' || code === 'native' || code === 'prototype';
  }

  writeSymbol(value: symbol, path: Path): CodeRecord | undefined {
    return this.#source.writeSymbol?.(value, path);
  }

  create(): never {
    throw new TypeError('This half of the kinds only writes');
  }
}

function isFunction(value: object): value is AnyFunction {
  return typeof value === 'function';
}
