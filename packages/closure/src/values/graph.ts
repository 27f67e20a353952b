import { canonical } from './canonical.js';
import type { ForeignKinds } from './contract.js';
import { GraphReader } from './graph-reader.js';
import { GraphWriter } from './graph-writer.js';
import { parseNodeTable } from './node-table.js';
import { type Path, rootPath } from './path.js';
import { deserialize, serialize } from './wire.js';

/** How values become bytes. */
export interface EncodeGraphOptions {
  /** Kinds for what the codec refuses: functions, classes, instances … */
  readonly foreign?: ForeignKinds | undefined;
  /** How the value at `index` is called in errors; default `value`, and `values[index]` when there are several. */
  readonly path?: ((index: number) => Path) | undefined;
  /** Whether an object that several values reach is one object on the other side too. Default `false`. */
  readonly sharedIdentity?: boolean | undefined;
}

/** How bytes become values. */
export interface DecodeOptions {
  /** The counterpart of what the bytes were encoded with. */
  readonly foreign?: ForeignKinds | undefined;
}

/**
 * Values with all that they reach → bytes. Cycles and shared references hold; no getter is called.
 *
 * @throws ClosureError `LITHOPS_VALUE` with the path of the first thing that cannot travel.
 */
export function encodeGraph(
  values: readonly unknown[],
  options: EncodeGraphOptions = {},
): Uint8Array<ArrayBuffer> {
  const path = options.path ?? ((index) => rootPath(values.length === 1 ? 'value' : `values[${index}]`));
  const writer = new GraphWriter(options.foreign);
  for (const [index, value] of values.entries()) {
    if (options.sharedIdentity !== true) writer.forgetIdentity();
    writer.add(value, path(index));
  }
  return serialize('graph', canonical(writer.build()));
}

/**
 * The values of {@link encodeGraph}'s bytes, in order. Runs no code but that of the foreign kinds.
 *
 * @throws ClosureError `LITHOPS_VALUE` when the bytes are something else, damaged or of another version.
 */
export function decodeGraph(bytes: Uint8Array, options: DecodeOptions = {}): unknown[] {
  const table = parseNodeTable(deserialize('graph', bytes));
  return new GraphReader(table, options.foreign).readRoots();
}
