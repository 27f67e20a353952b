import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Storage } from '@lithops/core';
import { describe, expect, it, vi } from 'vitest';
import { executor, whyNot } from '../src/executors.js';

describe.skipIf(whyNot !== undefined)(`workers in a real container ${whyNot ?? ''}`, () => {
  it('run what they are given, in the container', async () => {
    const exec = executor();
    const squares = await exec.map(
      async (n: number) => [n * n, (await import('node:os')).hostname()],
      [1, 2, 3],
    );
    expect(squares.map(([square]) => square)).toEqual([1, 4, 9]);
    expect(squares[0]?.[1]).not.toBe(hostname());
  });

  it('see neither files nor environment of the program', async () => {
    vi.stubEnv('SECRET_OF_THE_PROGRAM', 'secret');
    const seen = await executor().callAsync(
      async (file: string) => {
        const { existsSync } = await import('node:fs');
        return [existsSync(file), process.env['SECRET_OF_THE_PROGRAM']];
      },
      fileURLToPath(import.meta.url),
    );
    vi.unstubAllEnvs();
    expect(seen).toEqual([false, undefined]);
  });

  it('cannot change what they were started from', async () => {
    const write = executor().callAsync(async () => {
      const { writeFileSync } = await import('node:fs');
      writeFileSync('/lithops/node_modules/@lithops/core/package.json', '');
    }, 0);
    await expect(write).rejects.toThrow(/EROFS/);
  });

  it('use the storage of this machine, as this user', async () => {
    const [stored, uid] = await executor().callAsync(async (text: string, { storage }) => {
      return [await storage.putCloudObject(text), process.getuid?.()] as const;
    }, 'from inside');
    await using storage = new Storage();
    const bytes = await storage.getCloudObject(stored);
    await storage.deleteCloudObject(stored);
    expect([new TextDecoder().decode(bytes), uid]).toEqual(['from inside', process.getuid?.()]);
  });

  it('tell their outcomes by the storage monitor, too', async () => {
    const exec = executor({ monitoring: 'storage' });
    expect(await exec.map((n: number) => 'x'.repeat(n), [1, 5000])).toEqual(['x', 'x'.repeat(5000)]);
  });

  it('run executors inside calls', async () => {
    const exec = executor({ workerProcesses: 1 });
    const doubled = exec.callAsync(
      async (items: readonly number[]) => {
        const { FunctionExecutor } = await import('@lithops/core');
        await using nested = new FunctionExecutor();
        return await nested.map((n: number) => n * 2, items);
      },
      [1, 2, 3],
    );
    expect(await doubled).toEqual([2, 4, 6]);
  });

  it('bring what calls write, and errors with their place in the program', async () => {
    const exec = executor();
    const future = exec.callAsync((n: number) => {
      console.log(`got ${n}`);
      throw new RangeError('too much');
    }, 7);
    const error = await future.then(String, (reason: Error) => reason);
    expect(error).toMatchObject({ name: 'RangeError', stack: expect.stringContaining('isolation.test.ts') });
    expect(await future.logs()).toBe('got 7\n');
  });
});
