import { type ExecutorOptions, FunctionExecutor } from '@lithops/core';
import type { StorageBackend, StoragePlugin } from '@lithops/core/spec';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { newMarks } from './gates.js';

const bucket = 'lithops-data';

/** Programs that come one after the other, or at once, over one store. */
export class Programs {
  readonly storage: StoragePlugin;
  readonly options: ExecutorOptions;

  constructor(storage: StoragePlugin = memoryStorage(), options: ExecutorOptions = {}) {
    this.storage = storage;
    this.options = { backend: inProcess({ maxWorkers: 2 }), storage, progress: false, ...options };
  }

  /** A new program's executor. */
  open(options: ExecutorOptions = { persist: true }): FunctionExecutor {
    const exec = new FunctionExecutor({ ...this.options, ...options });
    onTestFinished(() => exec.close().catch(() => undefined));
    return exec;
  }

  async store(): Promise<StorageBackend> {
    return await this.storage.create({ [this.storage.name]: {} } as never, {
      log: { info: () => undefined, debug: () => undefined, warn: () => undefined },
      cacheDirectory: '',
      userHash: '',
      name: (part) => part,
    });
  }

  /** Keys below a job that hold this text, all by default. */
  async keys(text = ''): Promise<string[]> {
    const store = await this.store();
    const keys: string[] = [];
    if (!(await store.bucketExists(bucket))) return keys;
    for await (const page of store.list(bucket, 'lithops.jobs/')) keys.push(...page.map(({ key }) => key));
    return keys.filter((key) => key.includes(text));
  }

  async content(key: string): Promise<Buffer> {
    return Buffer.from(await (await this.store()).get(bucket, key));
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await (await this.store()).put(bucket, key, bytes);
  }

  /** Resolves when that many keys hold the text. */
  async keysReach(text: string, count: number): Promise<void> {
    while ((await this.keys(text)).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Resolves when nothing is left of any job. */
  async cleaned(): Promise<void> {
    while ((await this.keys()).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The tests of a file are one user, whose secret lies nowhere. */
export function asOneUser(): void {
  const before = process.env['LITHOPS_PERSIST_KEY'];
  beforeAll(() => {
    process.env['LITHOPS_PERSIST_KEY'] = 'the secret of a user who only tests';
  });
  afterAll(() => {
    if (before === undefined) delete process.env['LITHOPS_PERSIST_KEY'];
    else process.env['LITHOPS_PERSIST_KEY'] = before;
  });
}

/** Work that waits for `go` where its item is 2 or more, and leaves a mark each time it begins. */
export function countingWork() {
  const marks = newMarks();
  const work = async (x: number, { attempt, signal }: { attempt: number; signal: AbortSignal }) => {
    marks.set(`${x} ran as ${attempt}`);
    if (x >= 2) await marks.seen('go', signal);
    return x * 10;
  };
  return { marks, work };
}
