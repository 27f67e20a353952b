import { adopt, isInOtherRealm } from './adopt.js';
import type { ForeignKinds } from './contract.js';
import type { DecodeOptions } from './graph.js';
import { GraphReader } from './graph-reader.js';
import { GraphWriter } from './graph-writer.js';
import { parseNodeTable } from './node-table.js';
import { field, listOf, sizeOf } from './parse.js';
import { type Path, rootPath } from './path.js';
import { PlainScanner } from './plain.js';
import { unshare } from './unshare.js';
import { damagedBytes, isClosureError, type ValueError } from './value-error.js';
import { deserialize, serialize } from './wire.js';

/** How items or results become bytes. */
export interface EncodeChunkOptions {
  /** Kinds for what the codec refuses: functions, classes, instances … */
  readonly foreign?: ForeignKinds | undefined;
  /** How the value at `index` is called in errors; default `items[index]`. */
  readonly path?: ((index: number) => Path) | undefined;
}

/** A chunk of items or results as bytes. */
export interface EncodedChunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The values that cannot travel, by position; they decode as `undefined`. */
  readonly failures: ReadonlyMap<number, ValueError>;
}

/**
 * Values of one chunk → bytes. What is plain is serialised in one go, the rest as a graph. Identity holds within a
 * value, never across two. No getter is called. A value that cannot travel is reported, not thrown.
 *
 * @throws ClosureError `LITHOPS_VALUE` when each value can travel but all together are too large for one message.
 */
export function encodeChunk(values: readonly unknown[], options: EncodeChunkOptions = {}): EncodedChunk {
  const { foreign, path = (index) => rootPath(`items[${index}]`) } = options;
  const claims =
    foreign?.claims === undefined ? undefined : (value: object) => foreign.claims?.(value) === true;
  const scanner = new PlainScanner(claims);
  const writer = new GraphWriter(foreign);
  const failures = new Map<number, ValueError>();
  const others: number[] = [];
  const plain = values.map((value, index) => {
    const found = scanner.scan(value, index);
    if (found !== 'other') return found === 'plain' ? value : unshare(value);
    others.push(index);
    const failure = addAlone(writer, value, path(index));
    if (failure !== undefined) failures.set(index, failure);
    return undefined;
  });
  const data = others.length === 0 ? { plain } : { plain, others, graph: writer.build() };
  return { bytes: serialize('chunk', data), failures };
}

/**
 * The values of {@link encodeChunk}'s bytes, in order.
 *
 * @throws ClosureError `LITHOPS_VALUE` when the bytes are something else, damaged or of another version.
 */
export function decodeChunk(bytes: Uint8Array, options: DecodeOptions = {}): unknown[] {
  const data = deserialize('chunk', bytes);
  const values = [...listOf(field(data, 'plain'))];
  if (isInOtherRealm) adopt(values);
  const graph = field(data, 'graph');
  if (graph === undefined) return values;
  const roots = new GraphReader(parseNodeTable(graph), options.foreign).readRoots();
  const others = listOf(field(data, 'others'));
  if (others.length !== roots.length) throw damagedBytes('as many values as positions were expected');
  for (const [index, position] of others.entries())
    values[sizeOf(position, values.length - 1)] = roots[index];
  return values;
}

/** Whether some of the values were not plain, so that they are there as a graph. */
export function hasGraph(bytes: Uint8Array): boolean {
  return field(deserialize('chunk', bytes), 'graph') !== undefined;
}

function addAlone(writer: GraphWriter, value: unknown, path: Path): ValueError | undefined {
  writer.forgetIdentity();
  try {
    writer.add(value, path);
    return undefined;
  } catch (error) {
    if (isClosureError(error)) return error;
    throw error;
  }
}
