import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Zip, ZipDeflate } from 'fflate';

/** Files of a bundle by name. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

/** The earliest that a zip archive can say: same files, same bytes. */
const NO_TIME = new Date(1980, 0, 1);
const READABLE_BY_ALL = 0o100644 << 16;
const RUNNABLE_BY_ALL = 0o100755 << 16;
const UNIX = 3;

/** SHA-256 of names and contents, in hex. */
export function hashOf(files: BundleFiles): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of sorted(files)) {
    hash.update(`${name}\0${bytes.byteLength}\0`);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/** How files are put into an archive. */
export interface ZipOptions {
  /** Names of files that are programs. @default none */
  readonly executables?: ReadonlySet<string> | undefined;
  /** From 0, fastest, to 9, smallest. @default 9 */
  readonly level?: 6 | 9 | undefined;
}

/** How much is compressed in one turn, bytes: some ten milliseconds. */
const TURN_BYTES = 256 * 1024;

/**
 * A zip archive, the same bytes for the same files, whenever and wherever it is made: the zlib of Node.js makes others on
 * other processors. It is made in this thread, a bit at a time, because threads of the library inherit options of this
 * process, such as `--input-type`, with which they cannot start.
 */
export async function zipFiles(
  files: BundleFiles,
  { executables, level = 9 }: ZipOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  const archive = new Zip((error, part) => {
    if (error !== null) throw error;
    parts.push(part);
  });
  for (const [name, bytes] of sorted(files)) {
    const attrs = executables?.has(name) ? RUNNABLE_BY_ALL : READABLE_BY_ALL;
    const entry = Object.assign(new ZipDeflate(name, { level }), { mtime: NO_TIME, os: UNIX, attrs });
    archive.add(entry);
    await compress(bytes, entry);
  }
  archive.end();
  return new Uint8Array(Buffer.concat(parts));
}

async function compress(bytes: Uint8Array, entry: ZipDeflate): Promise<void> {
  let start = 0;
  for (; start + TURN_BYTES < bytes.byteLength; start += TURN_BYTES) {
    entry.push(bytes.subarray(start, start + TURN_BYTES));
    await nextTurn();
  }
  entry.push(bytes.subarray(start), true);
}

function sorted(files: BundleFiles): readonly (readonly [string, Uint8Array])[] {
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}
