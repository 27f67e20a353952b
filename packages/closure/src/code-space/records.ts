import type { PackageData } from '../bundle/index.js';
import type { Body, NodeRef } from '../values/index.js';

/** A function of any shape. Never called through this type, so parameters do not matter. */
export type AnyFunction = (...args: never[]) => unknown;

/** An own property with its attributes; `key` is a name or the ref of a symbol. */
export interface PropertyRecord {
  readonly key: string | NodeRef;
  readonly enumerable: boolean;
  readonly configurable: boolean;
  readonly content:
    | { readonly value: NodeRef; readonly writable: boolean }
    | { readonly get: NodeRef; readonly set: NodeRef };
}

export type Integrity = 'extensible' | 'fixed' | 'sealed' | 'frozen';

/** Own properties of a function or prototype that its source does not make, and those that it makes and are gone. */
export interface MembersRecord {
  readonly properties: readonly PropertyRecord[];
  readonly deleted: readonly (string | NodeRef)[];
  /** Only when it is another one than the source gives. */
  readonly prototype: NodeRef | undefined;
  readonly integrity: Integrity;
}

/** One variable of a scope and its value. */
export type BindingRecord = readonly [scope: number, variable: number, value: NodeRef];

/** A function or class whose text travels. */
export interface FunctionRecord {
  readonly code: 'function';
  readonly slot: number;
  readonly name: string | undefined;
  readonly bindings: BindingRecord[];
  readonly own: MembersRecord;
  /** Of its `prototype` object, unless that is as the source makes it. */
  readonly prototype: MembersRecord | undefined;
  /** Values of computed member names, in the order of the text. */
  readonly computedKeys: readonly NodeRef[];
  /** `#private` static fields. */
  readonly privates: PrivatesRecord | undefined;
  /** Prototype of the object literal that a method with `super` belongs to. */
  readonly home: NodeRef | undefined;
}

/** Values of the `#private` fields that one class puts on its instances. */
export interface PrivatesRecord {
  readonly owner: NodeRef;
  readonly fields: readonly (readonly [name: string, value: NodeRef])[];
}

/** What the foreign kinds say of a value. Refs point into the graph; slots and references into the capsule. */
export type CodeRecord =
  | FunctionRecord
  | {
      readonly code: 'bound';
      readonly target: NodeRef;
      readonly thisValue: NodeRef;
      readonly args: readonly NodeRef[];
      readonly own: MembersRecord;
    }
  | { readonly code: 'native'; readonly path: readonly string[] }
  | {
      readonly code: 'member';
      readonly owner: NodeRef;
      readonly key: string | NodeRef;
      readonly isStatic: boolean;
      readonly part: 'value' | 'get' | 'set';
    }
  | { readonly code: 'field'; readonly owner: NodeRef; readonly key: string }
  | { readonly code: 'prototype'; readonly of: NodeRef }
  | {
      readonly code: 'instance';
      readonly prototype: NodeRef;
      readonly body: Body;
      readonly privates: readonly PrivatesRecord[];
    }
  | {
      readonly code: 'namespace';
      readonly members: (readonly [string, NodeRef])[];
      readonly declared: (readonly [string, { readonly slot: number }])[];
    }
  | { readonly code: 'reference'; readonly index: number }
  | { readonly code: 'symbol'; readonly index: number; readonly description: string | undefined }
  | { readonly code: 'known'; readonly capsule: string; readonly index: number };

/** A replacement within a function's text; the rest stays as it is. */
export type Edit = readonly [start: number, end: number, text: string];

/** The text of one function or class, and where in the scope tree it is evaluated. */
export interface SlotRecord {
  readonly scope: number;
  readonly text: string;
  readonly form: 'expression' | 'method';
  readonly strict: boolean;
  readonly edits: readonly Edit[];
  /** `import('x')` and `require('x')` of the text, by what they were changed to: `import x` → index of the reference. */
  readonly moduleCalls: Readonly<Record<string, number>>;
}

export interface ScopeRecord {
  readonly parent: number | undefined;
  readonly names: readonly string[];
}

/** A declaration that is run again where the capsule is loaded. */
export interface DeclarationRecord {
  readonly slot: number;
  readonly isAwaited: boolean;
  /** Variables that get its value; module objects name it by its slot. */
  readonly targets: (readonly [scope: number, variable: number])[];
  /** Variables that stand for references of the capsule. */
  readonly imports: readonly (readonly [scope: number, variable: number, reference: number])[];
  /** Its place in its script. */
  readonly start: number;
}

/** Everything in a capsule's bytes. */
export interface CapsulePayload {
  readonly version: 1;
  readonly scopes: readonly ScopeRecord[];
  readonly slots: readonly SlotRecord[];
  /** What goes by name (packages, built-ins, parts of Lithops): the bundle and the key within it. */
  readonly references: readonly (readonly [bundle: number, key: string])[];
  readonly bundles: readonly PackageData[];
  readonly declarations: readonly DeclarationRecord[];
  readonly graph: Uint8Array;
}
