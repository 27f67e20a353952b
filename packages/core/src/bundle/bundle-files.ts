import { createHash } from 'node:crypto';
import { type Zippable, zip } from 'fflate';

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

/** A zip archive, the same bytes for the same files, whenever and wherever it is made. */
export function zipFiles(
  files: BundleFiles,
  { executables, level = 9 }: ZipOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const common = { level, mtime: NO_TIME, os: UNIX } as const;
  const options = { ...common, attrs: READABLE_BY_ALL };
  const programs = { ...common, attrs: RUNNABLE_BY_ALL };
  const entries: Zippable = Object.fromEntries(
    sorted(files).map(([name, bytes]) => [name, [bytes, executables?.has(name) ? programs : options]]),
  );
  return new Promise((resolve, reject) => {
    zip(entries, (error, archive) => (error === null ? resolve(new Uint8Array(archive)) : reject(error)));
  });
}

function sorted(files: BundleFiles): readonly (readonly [string, Uint8Array])[] {
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}
