import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { functionFile } from '../util/function-file.js';
import { processWide } from '../util/process-wide.js';
import { codeOf } from '../util/thrown.js';

const place = processWide('deployed-functions', () => ({ folder: undefined as string | undefined }));

/** Functions that were deployed with this worker lie there. */
export function provideFunctions(folder: string): void {
  place.folder = folder;
}

/** The capsule of a function that was deployed with this worker; `undefined`: it was not. */
export async function deployedFunction(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (place.folder === undefined || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
  try {
    return new Uint8Array(await readFile(path.join(place.folder, functionFile(hash))));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
