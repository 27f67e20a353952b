// SHA-256 of all files below a folder (an argument; else node_modules), read piece by piece, and which of them are duplicates.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FunctionExecutor } from '@lithops/core';

/** Finds files while the first ones are being read. Links are not followed, so it never goes in circles. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** Runs in the workers, once for each file, which may be larger than memory. */
function checksum(path: string) {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(2 ** 18);
  const file = openSync(path, 'r');
  try {
    let sizeBytes = 0;
    for (let read = -1; read !== 0; sizeBytes += read) {
      read = readSync(file, piece); // a worker process has nothing else to do meanwhile
      hash.update(piece.subarray(0, read));
    }
    return { path, sizeBytes, sha256: hash.digest('hex') };
  } finally {
    closeSync(file);
  }
}

const folder = process.argv[2] ?? fileURLToPath(new URL('../node_modules', import.meta.url));
const startMs = performance.now();
const copies = new Map<string, string[]>();
let [files, totalBytes, wastedBytes] = [0, 0, 0];

await using exec = new FunctionExecutor();
for await (const { value } of exec.map(checksum, filesBelow(folder))) {
  files++;
  totalBytes += value.sizeBytes;
  const paths = copies.get(value.sha256);
  if (paths === undefined) copies.set(value.sha256, [value.path]);
  else {
    paths.push(value.path);
    wastedBytes += value.sizeBytes;
  }
}

const seconds = (performance.now() - startMs) / 1000;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const mostCopied = [...copies].sort(([, a], [, b]) => b.length - a.length).slice(0, 3);
console.log(
  `${files} files, ${megabytes(totalBytes)} in ${seconds.toFixed(1)} s: ${megabytes(totalBytes / seconds)}/s`,
);
console.log(`${files - copies.size} are duplicates, ${megabytes(wastedBytes)}`);
for (const [sha256, paths] of mostCopied.filter(([, { length }]) => length > 1)) {
  console.log(`${paths.length} times ${sha256.slice(0, 12)}  ${relative(folder, paths.sort()[0] ?? '')}`);
}
