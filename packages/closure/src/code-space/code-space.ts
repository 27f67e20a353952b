/**
 * The functions and classes of one side of a connection, and values that refer to them.
 *
 * @packageDocumentation
 */
import type { Capsule, CapsuleData, CaptureOptions } from '../capture/capsule.js';
import { captureWithin } from '../capture/capture.js';
import { CodeKinds } from '../capture/code-kinds.js';
import { inspector, releaseInspector } from '../capture/inspector.js';
import { MethodHomes } from '../capture/method-homes.js';
import { type ScriptOrigin, scriptOrigin } from '../capture/script-origin.js';
import { ClosureError } from '../errors.js';
import { type LoadOptions, loadCapsule } from '../load/load.js';
import { ReviveKinds } from '../load/revive.js';
import { warmUp } from '../load/warm-up.js';
import { decodeChunk, encodeChunk, type Path, rootPath } from '../values/index.js';
import type { AnyFunction, CodeRecord } from './records.js';
import { isSameEncoding } from './same-values.js';
import { StackFrames } from './stack-frames.js';

/** Values as bytes, with the code that the other side may lack. */
export interface EncodedValues {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Capsules for functions and classes that are in none of the job's so far; send them before the bytes. */
  readonly capsules: readonly Capsule[];
  /** The values that cannot travel, by position; they decode as `undefined`. */
  readonly failures: ReadonlyMap<number, ClosureError>;
}

interface KnownCode {
  readonly capsule: string;
  readonly index: number;
}

/**
 * The functions and classes of one job on one side, by id: the hash of their capsule and their place in it. Items and
 * results name code by these ids, so an instance that comes back is one of the program's own class.
 */
export class CodeSpace {
  readonly #root: AnyFunction;
  readonly #options: LoadOptions;
  /** How code that the job's first capsule lacks is captured: like that capsule. */
  readonly #captureOptions: CaptureOptions;
  readonly #live = new Map<string, readonly unknown[]>();
  readonly #known = new Map<unknown, KnownCode>();
  readonly #frames = new StackFrames();
  readonly #kinds = new WeakMap<AnyFunction, ScriptOrigin['kind']>();
  /** Capsules made here for code that the job's first capsule lacks, by what was captured. */
  readonly #supplements = new Map<string, Capsule>();
  /** Hashes of capsules that were loaded here. */
  readonly #brought = new Set<string>();

  private constructor(root: AnyFunction, options: LoadOptions, captureOptions: CaptureOptions) {
    this.#root = root;
    this.#options = options;
    this.#captureOptions = captureOptions;
  }

  /** Has the worker's side ready before there is a capsule: a process that waits for one may as well load this code. */
  static warmUp(): void {
    warmUp();
  }

  /** The client's side: ids stand for its own live functions and classes. */
  static of(capsule: Capsule): CodeSpace {
    const space = new CodeSpace(capsule.root, {}, capsule.options);
    space.#register(capsule.hash, capsule.live);
    space.#frames.add(capsule);
    return space;
  }

  /**
   * The worker's side.
   *
   * @param capsules the job's own first, then those that came with its items
   * @throws ClosureError `LITHOPS_CAPSULE_MISMATCH`
   */
  static async load(capsules: readonly CapsuleData[], options: LoadOptions = {}): Promise<CodeSpace> {
    const [first, ...others] = capsules;
    if (first === undefined) throw new TypeError('Expected at least one capsule, got none');
    const { root, live } = await loadCapsule(first, options);
    if (!isFunction(root)) throw new TypeError('Expected a capsule of a function, got one of a value');
    const space = new CodeSpace(root, options, {});
    space.#register(first.hash, live);
    space.#brought.add(first.hash);
    await space.add(others);
    return space;
  }

  /** The function of the job's first capsule. */
  get root(): AnyFunction {
    return this.#root;
  }

  /** Whether the code of a capsule is here. */
  has(hash: string): boolean {
    return this.#live.has(hash);
  }

  /** Takes in more code, which came with items or in a direct reply. What is here already is left as it is. */
  async add(capsules: readonly CapsuleData[]): Promise<void> {
    for (const capsule of capsules) {
      if (this.has(capsule.hash)) continue;
      const { live } = await loadCapsule(capsule, this.#options, (hash, index) => this.#find(hash, index));
      this.#register(capsule.hash, live);
      this.#brought.add(capsule.hash);
    }
  }

  /**
   * Makes values that both sides have anyway, such as the classes of a library, known by a name and their place in the
   * list: instances of them travel as such. Both sides must share the same list.
   */
  share(name: string, values: readonly unknown[]): void {
    this.#register(name, values);
  }

  /** Values → bytes. A value that cannot travel is reported, not thrown. */
  encode(
    values: readonly unknown[],
    options: { readonly path?: ((index: number) => string) | undefined } = {},
  ): EncodedValues {
    const used = new Map<string, Capsule>();
    const homes = new MethodHomes();
    const kinds = new CodeKinds({
      reference: (value) => this.#reference(value, used),
      kindOf: (fn) => this.#kindOf(fn),
      isOriginalThere: (fn) => this.#isOriginalThere(fn),
      meet: (value) => homes.addFields(value),
      writeFunction: (fn, path, writer) =>
        homes.memberOf(fn, path, writer) ?? this.#supplement(fn, path, used),
      writeSymbol: (value) => this.#reference(value, used),
    });
    const { path } = options;
    try {
      const { bytes, failures } = encodeChunk(values, {
        foreign: kinds,
        path: path && ((index) => rootPath(path(index))),
      });
      return { bytes, capsules: [...used.values()], failures };
    } finally {
      releaseInspector();
    }
  }

  /**
   * Bytes → values. Functions and classes are those of this side.
   *
   * @throws ClosureError `LITHOPS_CODE_IN_RESULT` when they name code that is not here.
   */
  decode(bytes: Uint8Array): unknown[] {
    const kinds = new ReviveKinds({
      runtime: undefined,
      reference: () => undefined,
      known: (hash, index) => this.#find(hash, index),
    });
    try {
      return decodeChunk(bytes, { foreign: kinds });
    } finally {
      releaseInspector();
    }
  }

  /** Are these encodings of the same values? Equal ones need not have equal bytes. */
  isSame(left: Uint8Array, right: Uint8Array): boolean {
    return isSameEncoding(left, right, this);
  }

  /** A stack trace with the frames of the capsule's functions shown as the user's own files and lines. */
  mapStack(stack: string): string {
    return this.#frames.map(stack);
  }

  #kindOf(fn: AnyFunction): ScriptOrigin['kind'] {
    const known = this.#kinds.get(fn);
    if (known !== undefined) return known;
    const scriptId = inspector().inspectFunction(fn).location?.scriptId;
    const kind = scriptId === undefined ? 'own' : scriptOrigin(scriptId).kind;
    this.#kinds.set(fn, kind);
    return kind;
  }

  /** What capsules brought here is on the other side what it was captured from. */
  #isOriginalThere(fn: AnyFunction): boolean {
    const known = this.#known.get(fn);
    return known !== undefined && this.#brought.has(known.capsule);
  }

  #register(hash: string, live: readonly unknown[]): void {
    this.#live.set(hash, live);
    for (const [index, value] of live.entries()) {
      if (!this.#known.has(value)) this.#known.set(value, { capsule: hash, index });
    }
  }

  #reference(value: unknown, used: Map<string, Capsule>): CodeRecord | undefined {
    const known = this.#known.get(value);
    if (known === undefined) return undefined;
    this.#use(known.capsule, used);
    return { code: 'known', ...known };
  }

  /** A supplement may name code of others, which must come before it. */
  #use(hash: string, used: Map<string, Capsule>): void {
    const capsule = this.#supplements.get(hash);
    if (capsule === undefined || used.has(hash)) return;
    for (const needed of capsule.needs) this.#use(needed, used);
    used.set(hash, capsule);
  }

  #supplement(fn: AnyFunction, path: Path, used: Map<string, Capsule>): CodeRecord {
    const capsule = captureWithin(fn, path, (value) => this.#known.get(value), this.#captureOptions);
    this.#supplements.set(capsule.hash, capsule);
    this.#frames.add(capsule);
    this.#register(capsule.hash, capsule.live);
    this.#use(capsule.hash, used);
    const known = this.#known.get(fn);
    if (known === undefined) throw new TypeError('A captured function is not in its own capsule');
    return { code: 'known', ...known };
  }

  #find(hash: string, index: number): unknown {
    const live = this.#live.get(hash);
    if (live !== undefined) return live[index];
    throw new ClosureError({
      code: 'LITHOPS_CODE_IN_RESULT',
      path: 'the result',
      what: `it holds a function or class that was made elsewhere (capsule ${hash.slice(0, 12)}) and whose code did not come along`,
      fix: 'Return data, or define the function or class in the program that calls `map`.',
    });
  }
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}
