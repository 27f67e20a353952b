import { builtinBaseName, builtinPrototypeName } from './builtin-prototypes.js';
import type { Body, ForeignKinds, NodeRef } from './contract.js';
import type { Kind, KindWriter, ViewPlacement } from './kind.js';
import { arrayBufferKind } from './kinds/array-buffer.js';
import { kinds } from './kinds/index.js';
import { writeSymbol } from './kinds/symbol.js';
import { foreign, foreignSymbol, type NodeTable, NodeTableBuilder, primitive, symbol } from './node-table.js';
import type { Path } from './path.js';
import { hasForeignSlots, refusal } from './refusal.js';
import { ViewLayout } from './view-layout.js';

interface Pending {
  readonly row: NodeRef;
  readonly value: object | symbol;
  readonly path: Path;
}

/**
 * Writes values into a table, breadth first over a queue, so that depth costs no stack. `write` gives a row at once
 * and queues the value; `add` empties the queue.
 */
export class GraphWriter implements KindWriter {
  readonly #foreign: ForeignKinds | undefined;
  readonly #table = new NodeTableBuilder();
  readonly #rows = new Map<object | symbol, NodeRef>();
  /** Rows of what is the same in all values. */
  readonly #common = new Map<object | symbol, NodeRef>();
  readonly #roots: NodeRef[] = [];
  readonly #views = new ViewLayout();
  #pending: Pending[] = [];

  constructor(foreignKinds?: ForeignKinds) {
    this.#foreign = foreignKinds;
  }

  get takesFunctions(): boolean {
    return this.#foreign !== undefined;
  }

  /** Adds one root with all that it reaches; when it is refused, the table is as before, but for an `undefined` root. */
  add(value: unknown, path: Path): void {
    const length = this.#table.length;
    try {
      const row = this.write(value, path);
      this.#drain();
      this.#roots.push(row);
    } catch (error) {
      this.#pending = [];
      this.#views.forget();
      this.#table.truncate(length);
      for (const [common, row] of this.#common) if (row >= length) this.#common.delete(common);
      this.#roots.push(this.#table.append(primitive, undefined));
      throw error;
    }
  }

  /** From here on, objects are written anew: nothing is shared with what was added before. */
  forgetIdentity(): void {
    this.#settleViews();
    this.#rows.clear();
  }

  build(): NodeTable {
    this.#settleViews();
    return this.#table.build(this.#roots);
  }

  write(value: unknown, path: Path): NodeRef {
    if (!hasIdentity(value)) return this.#table.append(primitive, value);
    const known = this.#rows.get(value) ?? this.#common.get(value);
    if (known !== undefined) return known;
    const row = this.#table.append(primitive, undefined);
    this.#rows.set(value, row);
    this.#pending.push({ row, value, path });
    return row;
  }

  writeBody(value: object, path: Path): Body {
    const kind = kindOf(value);
    if (kind === undefined) throw refusal(value, path);
    return { kind: kind.name, data: kind.write(value, path, this) };
  }

  place(view: ArrayBufferView, path: Path): ViewPlacement {
    return this.#views.place(view, path);
  }

  #settleViews(): void {
    this.#views.settle(
      (buffer) => this.#rows.get(buffer),
      (bytes) => this.#table.append(arrayBufferKind.name, { keys: [], refs: [], bytes }),
    );
  }

  #drain(): void {
    // The queue grows while it is walked.
    for (const { row, value, path } of this.#pending) {
      if (typeof value === 'symbol') this.#writeSymbol(row, value, path);
      else this.#writeObject(row, value, path);
    }
    this.#pending = [];
  }

  #writeObject(row: NodeRef, value: object, path: Path): void {
    const kind = this.#foreign?.claims?.(value) === true ? undefined : kindOf(value);
    if (kind !== undefined && isBare(value, kind)) {
      this.#table.set(row, kind.name, kind.write(value, path, this));
      return;
    }
    const record = this.#foreign?.write(value, path, this);
    if (record === undefined) throw refusal(value, path);
    this.#table.set(row, foreign, record);
    if (this.#foreign?.isByName?.(record)) this.#common.set(value, row);
  }

  #writeSymbol(row: NodeRef, value: symbol, path: Path): void {
    const data = writeSymbol(value);
    if (data !== undefined) {
      this.#table.set(row, symbol, data);
      return;
    }
    const record = this.#foreign?.writeSymbol?.(value, path);
    if (record === undefined) throw refusal(value, path);
    this.#table.set(row, foreignSymbol, record);
  }
}

function hasIdentity(value: unknown): value is object | symbol {
  return (
    (typeof value === 'object' && value !== null) || typeof value === 'function' || typeof value === 'symbol'
  );
}

/** The kind of a value by its slots; `undefined` for functions, proxies and what no kind can hold. */
function kindOf(value: object): Kind | undefined {
  if (typeof value === 'function' || hasForeignSlots(value)) return undefined;
  const kind = kinds.find((candidate) => candidate.owns(value));
  if (kind === undefined) return undefined;
  const base = builtinBaseName(value);
  const fits = base === undefined || kind.prototypes.includes(base) || kind.bases?.includes(base) === true;
  return fits ? kind : undefined;
}

/** Whether a value has the prototype of its kind, so that it is not an instance of a class. */
function isBare(value: object, kind: Kind): boolean {
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === null) return kind.name === 'object';
  const name = builtinPrototypeName(prototype);
  return name !== undefined && kind.prototypes.includes(name);
}
