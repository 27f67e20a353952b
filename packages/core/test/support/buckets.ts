import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExecutorOptions, type FunctionExecutor, Storage } from '@lithops/core';
import { memoryStorage } from '@lithops/core/testing';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { executorIn, inThisProcess, type Place } from './executors.js';

/** What is stored on this machine in the tests of a file lies in a temporary folder of its own. */
export function inOwnFolder(): void {
  const before = process.env['TMPDIR'];
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lithops-objects-'));
    process.env['TMPDIR'] = folder;
  });
  afterAll(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true, force: true });
  });
}

/** A bucket with objects, and executors whose workers see it. */
export interface Bucket {
  readonly name: string;
  readonly storage: Storage;
  put(key: string, text: string): Promise<void>;
  open(options?: ExecutorOptions): FunctionExecutor;
}

/** A new bucket where the functions of a test run, with these objects: text by key. */
export async function bucketIn(
  place: Place,
  objects: Readonly<Record<string, string>> = {},
): Promise<Bucket> {
  const plugin = place === inThisProcess ? memoryStorage() : 'localhost';
  const storage = new Storage({ storage: plugin });
  onTestFinished(() => storage.close());
  const name = `objects-${randomUUID().slice(0, 8)}`;
  await storage.createBucket(name);
  const put = (key: string, text: string): Promise<void> => storage.putObject(name, key, text);
  for (const [key, text] of Object.entries(objects)) await put(key, text);
  return { name, storage, put, open: (options) => executorIn(place, { storage: plugin, ...options }) };
}

/** `count` lines, `prefix 0` and so on. */
export function linesOf(prefix: string, count: number): string {
  return Array.from({ length: count }, (_, line) => `${prefix} ${line}\n`).join('');
}
