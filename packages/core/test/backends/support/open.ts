import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExecutorOptions, FunctionExecutor, Storage } from '@lithops/core';
import { type TestPlugin, WorkerFleet } from '@lithops/testing-backends';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished } from 'vitest';

/**
 * A fleet of workers for the tests of one file, in a temporary folder of its own: core's files of this machine lie there,
 * those of workers too.
 */
export function useFleet(): WorkerFleet {
  const fleet = new WorkerFleet();
  const before = process.env['TMPDIR'];
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lithops-backends-'));
    process.env['TMPDIR'] = folder;
  });
  beforeEach(() => fleet.reset());
  afterAll(async () => {
    await fleet.close();
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true, force: true });
  });
  return fleet;
}

/** An executor on that backend. When the test ends it is closed, and nothing may be left of it in storage. */
export function openOn({ plugin }: TestPlugin<unknown>, options: ExecutorOptions = {}): FunctionExecutor {
  const exec = new FunctionExecutor({
    backend: plugin,
    storage: 'localhost',
    logLevel: 'error',
    ...options,
    config: { lithops: { monitoring_interval: 0.02 }, ...options.config },
  });
  onTestFinished(async () => {
    await exec.close().catch(() => undefined);
    expect(await keysOf(exec)).toEqual([]);
  });
  return exec;
}

/** What an executor has in storage. */
export async function keysOf({ executorId }: FunctionExecutor): Promise<readonly string[]> {
  await using storage = new Storage({ storage: 'localhost' });
  return await storage.listKeys(storage.bucket, `lithops.jobs/${executorId}`);
}
