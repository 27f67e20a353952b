import type { ValueReader, ValueWriter } from './contract.js';
import type { Path } from './path.js';

/** Where the bytes of a view lie in the graph; known once all views of a value were met. */
export interface ViewPlacement {
  buffer: number;
  byteOffset: number;
}

/** What the codec's own kinds need beside {@link ValueWriter}. */
export interface KindWriter extends ValueWriter {
  /** Whether functions can travel, and so getters and setters. */
  readonly takesFunctions: boolean;
  /** Announces a view; views of one buffer keep sharing bytes. */
  place(view: ArrayBufferView, path: Path): ViewPlacement;
}

/** One kind of built-in value: how it is told, written and made again. */
export interface Kind<V extends object = object> {
  /** Name in the bytes; never reused for anything else. */
  readonly name: string;
  /** Names of the built-in classes whose prototype a value of this kind has if it is not an instance of a subclass. */
  readonly prototypes: readonly string[];
  /** Further built-in classes that an instance may inherit from: they need no slot. */
  readonly bases?: readonly string[];
  /** By internal slot, never by prototype or name. Proxies and functions are not asked. */
  owns(value: object): value is V;
  /** Structured-cloneable data, which may hold refs of children. */
  write(value: V, path: Path, writer: KindWriter): unknown;
  /** The value without its children. Data comes from outside: parse it. */
  create(data: unknown, reader: ValueReader): V;
  fill?(value: V, data: unknown, reader: ValueReader): void;
}
