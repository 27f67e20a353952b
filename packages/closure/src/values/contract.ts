import type { Path } from './path.js';

/** Index of a value in the table of its graph. */
export type NodeRef = number;

/** What a foreign kind says about a value: plain data (what `v8.serialize` copies), which may hold {@link NodeRef}s. */
export type ForeignRecord = object;

/** What a built-in value consists of, whatever its prototype: entries of a `Map`, own properties of an object … */
export interface Body {
  /** Name of the kind: `map`, `object`, `error` … */
  readonly kind: string;
  readonly data: unknown;
}

/** The writing half of a graph, as kinds see it. Never recurses: children are only queued. */
export interface ValueWriter {
  /**
   * Puts a value into the graph. The same object gives the same ref, so cycles and shared references hold.
   * A refusal of something below it comes later, from `encodeGraph`.
   */
  write(value: unknown, path: Path): NodeRef;
  /**
   * What `value` holds as a built-in, without its prototype: own properties with their attributes, frozen or sealed,
   * and the entries, bytes, time, message … of a `Map`, typed array, `Date`, `Error` it is at heart. For instances of
   * classes. Private (`#`) fields are not in it.
   *
   * @throws ClosureError `LITHOPS_VALUE` for promises, weak collections and the like.
   */
  writeBody(value: object, path: Path): Body;
}

/** The reading half of a graph, as kinds see it. */
export interface ValueReader {
  /** The value of a ref; in `create` it may be a shell that is not filled yet. */
  read(ref: NodeRef): unknown;
  /** The shell of a body, with the built-in's own prototype; set another one if need be. */
  createBody(body: Body): object;
  /** Gives the shell its entries and own properties; freezes or seals it last. */
  fillBody(value: object, body: Body): void;
}

/**
 * What the codec has no kind for (functions, classes, instances, module objects, promises, proxies …) is asked of
 * these. Functions are objects here.
 */
export interface ForeignKinds<R extends ForeignRecord = ForeignRecord> {
  /** Asked first, of every object: `true` sends it to `write` even though the codec has a kind for it (`Math`, a prototype object). */
  claims?(value: object): boolean;
  /** `undefined` = refuse it; the codec throws with the path. May throw a `ClosureError` of its own. */
  write(value: object, path: Path, writer: ValueWriter): R | undefined;
  /**
   * Whether a record only names something that is the same in all values of a chunk (a class, its prototype), so that it
   * is written once for all of them. What such a record refers to must be named likewise.
   */
  isByName?(record: R): boolean;
  /** The value, or its shell so that cycles can close: `reader.read` gives shells here. */
  create(record: R, reader: ValueReader): object;
  /** Called once all shells exist, in the order in which the values were met. */
  fill?(value: object, record: R, reader: ValueReader): void;
  /** Unique symbols (`Symbol('x')`); without it, or for `undefined`, they are refused. */
  writeSymbol?(value: symbol, path: Path): R | undefined;
  /** The counterpart of `writeSymbol`: the same symbol for the same record. */
  createSymbol?(record: R): symbol;
}
