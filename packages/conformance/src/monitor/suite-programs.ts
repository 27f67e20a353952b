import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ExecutorOptions, FunctionExecutor, Storage } from '@lithops/core';
import type { MonitorPlugin } from '@lithops/core/spec';
import { endsOf } from '../ends.js';
import { keeping } from '../promises.js';
import type { MonitorSuiteOptions } from './index.js';
import { NamingPatience } from './patience.js';
import { expectSame, promises } from './promises.js';

/** What programs need to know of a suite. */
export interface ProgramOptions
  extends Omit<MonitorSuiteOptions, 'create' | 'cut' | 'teardown' | 'onLeftOut'> {
  /** `'direct'` is core's own and no plug-in. */
  create(): MonitorPlugin | 'direct' | Promise<MonitorPlugin>;
}

/** The programs of a suite, one after the other, and files by which they and their calls know of each other. */
export class SuitePrograms {
  readonly #options: ProgramOptions;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'lithops-monitor-suite-'));
  readonly #patience: NamingPatience;
  #marks = 0;

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#patience = new NamingPatience(options.patienceMs);
  }

  /** Runs a program with an executor of its own, which must leave nothing. */
  async run(program: (exec: FunctionExecutor) => Promise<void>): Promise<void> {
    const executorId = await this.runCut(program);
    expectSame(promises.nothingLeft, (await this.#options.left?.(executorId)) ?? [], []);
  }

  /** The same where the way may still be cut when the executor is closed: what lies beyond it is out of reach. */
  async runCut(program: (exec: FunctionExecutor) => Promise<void>): Promise<string> {
    const exec = await this.#open();
    try {
      const ended = keeping(promises.jobs, () => program(exec));
      await this.#patience.settled(promises.jobs, ended, 'the jobs of a program to come to their ends', 2);
    } finally {
      await exec.close();
    }
    expectSame(promises.nothingLeft, await this.#keysLeft(exec.executorId), []);
    return exec.executorId;
  }

  /** What the calls of a job come to: values, and codes or messages of errors. */
  async comesTo(
    list: { settled(): Promise<PromiseSettledResult<unknown>[]> },
    expected: readonly unknown[],
  ): Promise<void> {
    const ends = this.#patience.settled(
      promises.jobs,
      endsOf(list),
      'all calls of the job to come to their ends',
    );
    expectSame(promises.jobs, await ends, expected);
  }

  async #open(): Promise<FunctionExecutor> {
    const { create, ...options } = this.#options;
    return new FunctionExecutor({
      monitoring: await create(),
      ...this.#place(options),
      progress: false,
      maxWorkers: 2,
    });
  }

  #place({ backend, storage, config }: Omit<ProgramOptions, 'create'>): ExecutorOptions {
    return { backend: backend ?? 'localhost', storage: storage ?? 'localhost', config: config ?? {} };
  }

  async #keysLeft(executorId: string): Promise<readonly string[]> {
    const { storage = 'localhost', config } = this.#options;
    await using opened = new Storage({ storage, config });
    return await opened.listKeys(opened.bucket, `lithops.jobs/${executorId}`);
  }

  /** The name of a file that is not there yet. */
  newMark(): string {
    return path.join(this.#folder, `mark-${this.#marks++}`);
  }

  set(mark: string): void {
    writeFileSync(mark, '');
  }

  async seen(mark: string): Promise<void> {
    await this.#patience.until(
      promises.jobs,
      () => existsSync(mark),
      'a call to have begun',
      () => 'none',
    );
  }

  async removeFiles(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A call that leaves one mark and waits for another. */
export async function waitFor({
  begun,
  go,
}: {
  readonly begun: string;
  readonly go: string;
}): Promise<string> {
  const fs = await import('node:fs');
  fs.writeFileSync(begun, '');
  while (!fs.existsSync(go)) await new Promise((resolve) => setTimeout(resolve, 5));
  return 'went';
}
