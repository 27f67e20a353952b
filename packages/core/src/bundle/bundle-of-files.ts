import type { WorkerBundle } from '../spec/runtime.js';
import type { KeptBundle } from './bundle-cache.js';
import { zipFiles } from './bundle-files.js';

/** The file that the platform loads. Not `.mjs`: not every platform can load ES modules from everywhere. */
export const ENTRY = 'index.js';

/** Files on the disk as backends get them; zipped when that is first asked for. */
export function bundleOf({ directory, hash, files }: KeptBundle): WorkerBundle {
  let zipped: Promise<Uint8Array<ArrayBuffer>> | undefined;
  return {
    directory,
    entry: ENTRY,
    hash,
    sizeBytes: [...files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
    zip: () => {
      zipped ??= zipFiles(files);
      return zipped;
    },
  };
}
