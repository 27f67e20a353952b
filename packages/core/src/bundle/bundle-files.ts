import { createHash } from 'node:crypto';
import { type Zippable, zip } from 'fflate';

/** Files of a bundle by name; none lies in a folder. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

/** The earliest that a zip archive can say: same files, same bytes. */
const NO_TIME = new Date(1980, 0, 1);
const READABLE_BY_ALL = 0o100644 << 16;
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

/** A zip archive, the same bytes for the same files, whenever and wherever it is made. */
export function zipFiles(files: BundleFiles): Promise<Uint8Array<ArrayBuffer>> {
  const options = { level: 9, mtime: NO_TIME, os: UNIX, attrs: READABLE_BY_ALL } as const;
  const entries: Zippable = Object.fromEntries(
    sorted(files).map(([name, bytes]) => [name, [bytes, options]]),
  );
  return new Promise((resolve, reject) => {
    zip(entries, (error, archive) => (error === null ? resolve(new Uint8Array(archive)) : reject(error)));
  });
}

function sorted(files: BundleFiles): readonly (readonly [string, Uint8Array])[] {
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}
