import type { Body, ForeignKinds, NodeRef, ValueReader } from './contract.js';
import { kindNamed } from './kinds/index.js';
import { readSymbol } from './kinds/symbol.js';
import { foreign, foreignSymbol, type NodeTable, primitive, symbol } from './node-table.js';
import { damagedBytes } from './value-error.js';

/** What a row has while its shell is being made. */
const inCreation = Symbol('in creation');
const notCreated = Symbol('not created');

/** Makes the values of a table: first all shells, then what they hold, so that cycles close and depth costs no stack. */
export class GraphReader implements ValueReader {
  readonly #table: NodeTable;
  readonly #foreign: ForeignKinds | undefined;
  readonly #values: unknown[];

  constructor(table: NodeTable, foreignKinds?: ForeignKinds) {
    this.#table = table;
    this.#foreign = foreignKinds;
    this.#values = new Array(table.data.length).fill(notCreated);
  }

  readRoots(): unknown[] {
    const rows = this.#table.data.length;
    for (let row = 0; row < rows; row += 1) this.read(row);
    for (let row = 0; row < rows; row += 1) this.#fill(row);
    return Array.from(this.#table.roots, (row) => this.read(row));
  }

  read(ref: NodeRef): unknown {
    const value = this.#values[ref];
    if (value === inCreation) throw damagedBytes('a value needs itself before it exists');
    if (value !== notCreated) {
      if (ref in this.#values) return value;
      throw damagedBytes('a value refers to one that is not there');
    }
    this.#values[ref] = inCreation;
    const created = this.#create(this.#kindOf(ref), this.#table.data[ref]);
    this.#values[ref] = created;
    return created;
  }

  createBody({ kind, data }: Body): object {
    return kindOrThrow(kind).create(data, this);
  }

  fillBody(value: object, { kind, data }: Body): void {
    kindOrThrow(kind).fill?.(value, data, this);
  }

  #kindOf(ref: NodeRef): string {
    const kind = this.#table.names[this.#table.kinds[ref] ?? -1];
    if (kind === undefined) throw damagedBytes('a value refers to one that is not there');
    return kind;
  }

  #create(kind: string, data: unknown): unknown {
    switch (kind) {
      case primitive:
        return data;
      case symbol:
        return readSymbol(data);
      case foreign:
        return this.#foreignKinds().create(recordOf(data), this);
      case foreignSymbol:
        return this.#foreignKinds().createSymbol?.(recordOf(data));
      default:
        return kindOrThrow(kind).create(data, this);
    }
  }

  #fill(ref: NodeRef): void {
    const kind = this.#kindOf(ref);
    const value = this.#values[ref];
    if (kind === primitive || !isObject(value)) return;
    const data = this.#table.data[ref];
    if (kind === foreign) this.#foreignKinds().fill?.(value, recordOf(data), this);
    else kindOrThrow(kind).fill?.(value, data, this);
  }

  #foreignKinds(): ForeignKinds {
    if (this.#foreign !== undefined) return this.#foreign;
    throw damagedBytes('they hold functions or instances of classes, which are not taken here');
  }
}

function kindOrThrow(name: string) {
  const kind = kindNamed(name);
  if (kind === undefined) throw damagedBytes(`"${name}" is no kind of value that this version knows`);
  return kind;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function recordOf(data: unknown): object {
  if (typeof data === 'object' && data !== null) return data;
  throw damagedBytes('a record was expected');
}
