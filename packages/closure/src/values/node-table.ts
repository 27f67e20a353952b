import { field, listOf, sizeOf, textOf } from './parse.js';
import { damagedBytes } from './value-error.js';

/** What stands in a table beside the kinds: values without identity, symbols, and what a program added. */
export const primitive = 'primitive';
export const symbol = 'symbol';
export const foreign = 'foreign';
export const foreignSymbol = 'foreign-symbol';

/** A graph as plain data: one row per value. This is what is serialised. */
export interface NodeTable {
  /** Names of the kinds that occur. */
  readonly names: readonly string[];
  /** Kind of each row, as an index into `names`. */
  readonly kinds: readonly number[];
  readonly data: readonly unknown[];
  /** Rows of the values that were handed over. */
  readonly roots: readonly number[];
}

/** A table that is being written. Rows can be taken back, back to a length that it had. */
export class NodeTableBuilder {
  readonly #names = new Map<string, number>();
  readonly #kinds: number[] = [];
  readonly #data: unknown[] = [];

  get length(): number {
    return this.#kinds.length;
  }

  append(kind: string, data: unknown): number {
    this.#kinds.push(this.#indexOf(kind));
    return this.#data.push(data) - 1;
  }

  set(row: number, kind: string, data: unknown): void {
    this.#kinds[row] = this.#indexOf(kind);
    this.#data[row] = data;
  }

  truncate(length: number): void {
    this.#kinds.length = length;
    this.#data.length = length;
  }

  build(roots: readonly number[]): NodeTable {
    return { names: [...this.#names.keys()], kinds: this.#kinds, data: this.#data, roots };
  }

  #indexOf(kind: string): number {
    const index = this.#names.get(kind) ?? this.#names.size;
    this.#names.set(kind, index);
    return index;
  }
}

/** The table of bytes that came from outside; that its parts fit is checked here and where they are read. */
export function parseNodeTable(value: unknown): NodeTable {
  const names = listOf(field(value, 'names')).map(textOf);
  const kinds = listOf(field(value, 'kinds')).map((index) => sizeOf(index, names.length - 1));
  const data = listOf(field(value, 'data'));
  if (data.length !== kinds.length) throw damagedBytes('as many rows as kinds were expected');
  const roots = listOf(field(value, 'roots')).map((row) => sizeOf(row, data.length - 1));
  return { names, kinds, data, roots };
}
