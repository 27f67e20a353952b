import { resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/** The shortest way from the generated module to a file, over the imports of a build; absolute paths, the file last. */
export function importChain(
  metafile: Metafile,
  root: string,
  directory: string,
  target: string,
): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[root, undefined]]);
  for (const file of cameFrom.keys()) {
    if (resolve(directory, file) === target)
      return unwind(cameFrom, file)
        .slice(1)
        .map((path) => resolve(directory, path));
    for (const { path, external } of metafile.inputs[file]?.imports ?? []) {
      if (!external && !cameFrom.has(path)) cameFrom.set(path, file);
    }
  }
  return undefined;
}

function unwind(cameFrom: ReadonlyMap<string, string | undefined>, file: string): string[] {
  const previous = cameFrom.get(file);
  return previous === undefined ? [file] : [...unwind(cameFrom, previous), file];
}
