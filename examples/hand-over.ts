// Calls that return work instead of a result: the client runs it, and no worker waits for another, however deep it goes.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CallContext, type Continuation, FunctionExecutor, type Returned } from '@lithops/core';

/** Merge sort: halves are sorted by calls of their own, and merged by another one. */
function sort(numbers: Float64Array, ctx: CallContext): Returned<Float64Array> {
  if (numbers.length <= 50_000) return numbers.sort();
  const middle = numbers.length >> 1;
  return ctx.mapReduce(sort, [numbers.slice(0, middle), numbers.slice(middle)], merge);
}

function merge([left = new Float64Array(), right = new Float64Array()]: Float64Array[]): Float64Array {
  const merged = new Float64Array(left.length + right.length);
  for (let i = 0, l = 0, r = 0; i < merged.length; i++) {
    const takeLeft = r === right.length || (l < left.length && (left[l] ?? 0) <= (right[r] ?? 0));
    merged[i] = (takeLeft ? left[l++] : right[r++]) ?? Number.NaN;
  }
  return merged;
}

/** A tree of unknown depth: a folder's call hands its subfolders over. An async function can do so as well. */
async function countFiles(folder: string, ctx: CallContext): Promise<number | Continuation<number>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).length;
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  if (folders.length === 0) return files;
  return ctx.mapReduce(countFiles, folders, (below) => below.reduce((sum, n) => sum + n, files));
}

/** Library code that knows only executors: a future that a function returns at once is handed over, too. */
function powersOf(base: number) {
  return new FunctionExecutor().map((exponent: number) => base ** exponent, [1, 2, 3]);
}

await using exec = new FunctionExecutor();

const random = Float64Array.from({ length: 400_000 }, () => Math.random());
const sorted = await exec.callAsync(sort, random);
const isSorted = sorted.every((n, i) => i === 0 || n >= (sorted[i - 1] ?? 0));
console.log(`${sorted.length} numbers, ${isSorted ? 'sorted' : 'not sorted'}`);

const files = await exec.callAsync(countFiles, fileURLToPath(new URL('../docs', import.meta.url)));
console.log(`${files} files below docs`);

console.log(await exec.map(powersOf, [2, 10]));
