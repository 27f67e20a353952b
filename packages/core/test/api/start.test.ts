import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.js';

/** The packages (of others) that files belong to. */
function packagesOf(files: readonly string[]): readonly string[] {
  const names = files.map((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? '');
  return [...new Set(names.filter((name) => name !== '' && !name.startsWith('@lithops/')))];
}

interface Loaded {
  readonly imported: readonly string[];
  readonly builtins: readonly string[];
  readonly called: readonly string[];
  readonly calledBuiltins: readonly string[];
  readonly worker: readonly string[];
  /** Those that were read from the disk. */
  readonly workerFiles: readonly string[];
}

interface Steps {
  readonly opened: readonly string[];
  readonly pid: number;
  readonly closed: readonly string[];
  readonly again: readonly string[];
  readonly closedUnused: readonly string[];
  readonly seen: readonly string[];
  readonly refused: string;
  readonly last: readonly string[];
}

async function tell<T>(program: string): Promise<T> {
  const { code, stdout, stderr } = await runProgram(program);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const told: T = JSON.parse(stdout);
  return told;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('what a fresh program loads', () => {
  const loaded = tell<Loaded>('loaded.mjs');

  it('is with the import nothing but the front of the packages', async () => {
    const { imported, builtins } = await loaded;
    expect(imported.length).toBeGreaterThan(0);
    expect(packagesOf(imported)).toEqual([]);
    for (const builtin of ['child_process', 'inspector', 'crypto', 'net', 'internal/deps/undici/undici'])
      expect(builtins).not.toContain(`NativeModule ${builtin}`);
  });

  it('is with its first call what reads a function, and no bundler, YAML, fetch or streams of the web', async () => {
    const { called, calledBuiltins } = await loaded;
    expect([...packagesOf(called)].sort()).toEqual(['acorn', 'eslint-scope', 'esrecurse', 'estraverse']);
    for (const builtin of ['deps/undici/undici', 'webstreams/readablestream', 'crypto/webcrypto'])
      expect(calledBuiltins).not.toContain(`NativeModule internal/${builtin}`);
  });

  it('is in the worker three files, and nothing of other packages', async () => {
    const { worker, workerFiles } = await loaded;
    expect(workerFiles.map((file) => basename(file))).toEqual([
      'localhost-worker.cjs',
      'localhost-worker-main.cjs',
      'code-space.cjs',
    ]);
    expect(worker.length).toBeGreaterThan(workerFiles.length);
    expect(packagesOf(worker)).toEqual([]);
  });
});

// The programs find their children in /proc.
describe.runIf(process.platform === 'linux')('the first worker', () => {
  const steps = tell<Steps>('early-worker.mjs');

  it('is started with the executor, one for all that have no work yet', async () => {
    const { opened, pid } = await steps;
    expect(opened).toEqual([String(pid)]);
  });

  it('ends with close(), used or not', async () => {
    const { closed, again, closedUnused } = await steps;
    expect(closed).toEqual([]);
    expect(again).toHaveLength(1);
    expect(closedUnused).toEqual([]);
  });

  it('is not used when the program has changed what a process inherits', async () => {
    const { seen } = await steps;
    expect(seen).toEqual(['yes', '/']);
  });

  it('neither keeps an unused program alive nor outlives it', async () => {
    const { last } = await steps;
    expect(last.length).toBeGreaterThan(0);
    await expect.poll(() => last.filter((pid) => isAlive(Number(pid))), { timeout: 30_000 }).toEqual([]);
  });

  it('is ended again when the executor was refused', async () => {
    const { refused } = await steps;
    expect(refused).toBe('LITHOPS_INVALID_ARGUMENT');
  });
});
