import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Storage } from '@lithops/core';

/** Worker processes of this client that have not ended. */
export function workerPids(): readonly number[] {
  const pids = readdirSync('/proc/self/task').flatMap((thread) =>
    (read(`/proc/self/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
  return pids.filter((pid) => read(`/proc/${pid}/cmdline`)?.includes('localhost-worker') ?? false);
}

/** What ends while it is looked at has ended. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** What was closed may take as long as this to be gone, milliseconds. */
const PATIENCE_MS = 5000;

/** What is left some time after all executors were closed, in words; nothing, if all is well. */
export async function leftOver(folder: string, aliveBefore: readonly string[]): Promise<readonly string[]> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const left = await leftNow(folder, aliveBefore);
    if (left.length === 0 || performance.now() > endMs) return left;
    await pause(20);
  }
}

async function leftNow(folder: string, aliveBefore: readonly string[]): Promise<readonly string[]> {
  const alive = [...process.getActiveResourcesInfo()];
  for (const kind of aliveBefore) {
    const position = alive.indexOf(kind);
    if (position >= 0) alive.splice(position, 1);
  }
  return [
    ...workerPids().map((pid) => `worker process ${pid}`),
    ...alive.map((kind) => `something that keeps the program alive: ${kind}`),
    ...(await keys()).map((key) => `key ${key}`),
    ...filesBelow(folder).map((file) => `file ${file}`),
  ];
}

async function keys(): Promise<readonly string[]> {
  await using storage = new Storage({ storage: 'localhost' });
  return await storage.listKeys(storage.bucket, '');
}

/** Folders stay, files do not, but for compiled code: that is kept for programs to come. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !COMPILED_CODE.test(file));
}

/** Whole files only: a draft that a killed worker left is left over. */
const COMPILED_CODE = /[/\\]lithops-compiled-\d+[/\\][0-9a-f]{8}$/;
