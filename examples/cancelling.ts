// Stopping calls: by an AbortSignal, by a time limit, one by one; and a call that cleans up when it is stopped.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type CallContext, FunctionExecutor, type FuturesList, LithopsError } from '@lithops/core';

const statesOf = (list: FuturesList<unknown>) => [...list].map(({ state }) => state).join(', ');
const reasonOf = (error: unknown) =>
  error instanceof LithopsError ? `${error.code}: ${error.message}` : error;

await using exec = new FunctionExecutor({ maxWorkers: 3 });

// A signal of yours, which may have reasons of its own, stops a whole list. What has ended stays as it is.
const controller = new AbortController();
const naps = exec.map((ms: number) => pause(ms, ms), [1, 60_000, 60_000], { signal: controller.signal });
console.log(await naps.at(0));
controller.abort(new Error('that is enough'));
await naps.wait();
console.log(`signal     ${statesOf(naps)}`);

// A limit for each call stops one that hangs, though it blocks its thread. The error says where it was.
function spin(n: number): number {
  while (n > 0);
  return n;
}
const limited = exec.map(spin, [0, 1], { timeoutMs: 500 });
for (const end of await limited.settled()) if (end.status === 'rejected') console.log(reasonOf(end.reason));
console.log(`timeoutMs  ${statesOf(limited)}`);

// `ctx.signal` is aborted before the worker process is ended: time to clean up.
const folder = await mkdtemp(join(tmpdir(), 'lithops-example-'));
async function download(name: string, { signal }: CallContext): Promise<string> {
  const partial = join(folder, name);
  try {
    await writeFile(partial, 'the first half');
    await pause(60_000, undefined, { signal });
    return partial;
  } finally {
    if (signal.aborted) await rm(partial);
  }
}
/** Waits until there are so many, but not for ever. */
async function filesLeft(count: number): Promise<string[]> {
  for (let tries = 0; tries < 500 && (await readdir(folder)).length !== count; tries++) await pause(10);
  return readdir(folder);
}
const downloads = exec.map(download, ['one', 'two']);
await filesLeft(2);
await downloads.at(0)?.cancel();
console.log(`cancel()   ${statesOf(downloads)}; left: ${await filesLeft(1)}`);

// So does the end of the executor: nothing of it runs on.
await exec.close();
console.log(`close()    ${statesOf(downloads)}; left: ${(await filesLeft(0)).length} files`);
await rm(folder, { recursive: true });
