import type { PackageReference } from '../bundle/index.js';
import type { LoadedReference } from '../code-space/loaded-code.js';
import type { ScopeRecord, SlotRecord } from '../code-space/records.js';
import type { Path } from '../values/index.js';
import type { FunctionLocation } from './inspector.js';
import { ScopeTree } from './scope-tree.js';

/** The code of one capture while it grows: texts, scopes, references, and the live values that they stand for. */
export class CodeTable {
  readonly tree = new ScopeTree();
  readonly slots: SlotRecord[] = [];
  /** The live function of each slot. */
  readonly functions: object[] = [];
  readonly locations: (FunctionLocation | undefined)[] = [];
  readonly references: (PackageReference | LoadedReference)[] = [];
  readonly referenced: unknown[] = [];
  /** Unique symbols, which are made anew elsewhere. */
  readonly symbols: symbol[] = [];
  /** What variables were bound to, with the way to it. */
  readonly bound: { readonly value: unknown; readonly path: Path }[] = [];
  /** Those that variables or member names of captured code hold. */
  readonly namedSymbols = new Set<symbol>();
  readonly #referenceIndex = new Map<unknown, number>();

  addSlot(fn: object, slot: SlotRecord, location: FunctionLocation | undefined): void {
    this.slots.push(slot);
    this.functions.push(fn);
    this.locations.push(location);
  }

  referenceTo(value: unknown): number | undefined {
    return this.#referenceIndex.get(value);
  }

  /** Remembers that a value goes by name; the first name stays, and of a module all members that any use needs. */
  refer(value: unknown, reference: PackageReference): number {
    const known = this.#referenceIndex.get(value);
    if (known !== undefined) {
      const previous = this.references[known];
      if (previous !== undefined && 'from' in previous)
        this.references[known] = withNames(previous, reference);
      return known;
    }
    const index = this.addReference(value, reference);
    this.#referenceIndex.set(value, index);
    return index;
  }

  /** A reference that stands for no value of this process: a module that is loaded when it is asked for. */
  addReference(value: unknown, reference: PackageReference): number {
    this.referenced.push(value);
    return this.references.push(reference) - 1;
  }

  /** A value that a bundle of another capsule gave stays with that bundle. */
  referLoaded(value: object, reference: LoadedReference): number {
    const known = this.#referenceIndex.get(value);
    if (known !== undefined) return known;
    const index = this.addLoaded(value, reference);
    this.#referenceIndex.set(value, index);
    return index;
  }

  addLoaded(value: unknown, reference: LoadedReference): number {
    this.referenced.push(value);
    return this.references.push(reference) - 1;
  }

  scopes(): ScopeRecord[] {
    return this.tree.nodes.map(({ parent, names }) => ({ parent: parent?.id, names: [...names.keys()] }));
  }
}

function withNames(previous: PackageReference, next: PackageReference): PackageReference {
  if (previous.names === undefined) return previous;
  if (next.names === undefined) {
    const { names: _all, ...whole } = previous;
    return whole;
  }
  return { ...previous, names: [...new Set([...previous.names, ...next.names])] };
}
