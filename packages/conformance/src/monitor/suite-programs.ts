import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutorOptions, FunctionExecutor } from '@lithops/core';
import type { MonitorSuiteOptions } from './index.js';

/** How long a mark is waited for, milliseconds. */
const PATIENCE_MS = 60_000;

/** The programs of a suite, one after the other, and files by which they and their calls know of each other. */
export class SuitePrograms {
  readonly #options: MonitorSuiteOptions;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'lithops-monitor-suite-'));
  #marks = 0;

  constructor(options: MonitorSuiteOptions) {
    this.#options = options;
  }

  /** Runs a program with an executor of its own, which must leave nothing. */
  async run(
    program: (exec: FunctionExecutor) => Promise<void>,
    options: ExecutorOptions = {},
  ): Promise<void> {
    const exec = await this.#options.open({ progress: false, ...options });
    try {
      await program(exec);
    } finally {
      await exec.close();
    }
    assert.deepEqual(await this.#options.left(exec), []);
  }

  /** The name of a file that is not there yet. */
  newMark(): string {
    return path.join(this.#folder, `mark-${this.#marks++}`);
  }

  set(mark: string): void {
    writeFileSync(mark, '');
  }

  async seen(mark: string): Promise<void> {
    const endMs = performance.now() + PATIENCE_MS;
    while (!existsSync(mark)) {
      assert.ok(performance.now() < endMs, `expected ${mark} to be there by now`);
      await pause(5);
    }
  }

  async removeFiles(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Numbers from 0. */
export function numbers(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** What each call came to: its value, or the code or message of its error. */
export async function endsOf(list: {
  settled(): Promise<PromiseSettledResult<unknown>[]>;
}): Promise<unknown[]> {
  const results = await list.settled();
  return results.map((result) => (result.status === 'fulfilled' ? result.value : nameOf(result.reason)));
}

function nameOf(reason: unknown): string {
  assert.ok(reason instanceof Error);
  return 'code' in reason ? String(reason.code) : reason.message;
}
