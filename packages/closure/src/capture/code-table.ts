import type { ReferenceRecord, ScopeRecord, SlotRecord } from '../code-space/records.js';
import type { FunctionLocation } from './inspector.js';
import { ScopeTree } from './scope-tree.js';

/** A value that the other side finds by name. */
export interface Reference extends ReferenceRecord {
  /** The file that imports it: where a bundler starts to look. */
  readonly from: string | undefined;
}

/** The code of one capture while it grows: texts, scopes, references, and the live values that they stand for. */
export class CodeTable {
  readonly tree = new ScopeTree();
  readonly slots: SlotRecord[] = [];
  /** The live function of each slot. */
  readonly functions: object[] = [];
  readonly locations: (FunctionLocation | undefined)[] = [];
  readonly references: Reference[] = [];
  readonly referenced: unknown[] = [];
  /** Unique symbols, which are made anew elsewhere. */
  readonly symbols: symbol[] = [];
  readonly #referenceIndex = new Map<unknown, number>();

  addSlot(fn: object, slot: SlotRecord, location: FunctionLocation | undefined): void {
    this.slots.push(slot);
    this.functions.push(fn);
    this.locations.push(location);
  }

  referenceTo(value: unknown): number | undefined {
    return this.#referenceIndex.get(value);
  }

  /** Remembers that a value goes by name; the first name stays. */
  refer(value: unknown, reference: Reference): number {
    const known = this.#referenceIndex.get(value);
    if (known !== undefined) return known;
    const index = this.references.push(reference) - 1;
    this.referenced.push(value);
    this.#referenceIndex.set(value, index);
    return index;
  }

  scopes(): ScopeRecord[] {
    return this.tree.nodes.map(({ parent, names }) => ({ parent: parent?.id, names: [...names.keys()] }));
  }
}
