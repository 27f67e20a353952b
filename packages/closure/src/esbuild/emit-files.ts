import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildResult } from 'esbuild';

/** A file of a bundled program besides its own. */
export interface EmittedFile {
  /** Path below the program's folder. */
  readonly name: string;
  readonly contents: Uint8Array;
}

/** Writes files beside a program, or adds them to a result that is not written. */
export async function emitFiles(
  folder: string,
  files: readonly EmittedFile[],
  unwritten: BuildResult | undefined,
): Promise<void> {
  for (const { name, contents } of files) {
    const file = path.join(folder, name);
    if (unwritten !== undefined) {
      unwritten.outputFiles?.push(inMemory(file, contents));
      continue;
    }
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, contents);
  }
}

function inMemory(file: string, contents: Uint8Array) {
  const text = Buffer.from(contents).toString();
  const hash = createHash('sha256').update(contents).digest('hex');
  return { path: file, contents: new Uint8Array(contents), hash, text };
}
