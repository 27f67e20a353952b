import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startProgram } from '../support/child-program.js';
import { executorIn, onThisMachine, rejectionOf } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

const pidOf = () => process.pid;

/** The process has ended, whether or not somebody has been told. */
function hasEnded(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (existsSync('/proc/self/stat')) return !existsSync(stat) || / [ZX] /.test(readFileSync(stat, 'utf8'));
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
}

/** Holds this process's event loop until it is so: what comes meanwhile waits in the pipe. */
function blockUntil(isSo: () => boolean): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  while (!isSo()) Atomics.wait(cell, 0, 0, 5);
}

describe('a worker that is killed from outside', () => {
  it('before a call, and known to be gone: the call runs on another one, its first attempt', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1, retries: 0 });
    const pid = await exec.callAsync(pidOf);
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(hasEnded(pid) && !existsSync(`/proc/${pid}`)).toBe(true));
    const next = exec.callAsync(pidOf);
    expect(await next).not.toBe(pid);
    expect(next.stats.attempts).toBe(1);
  });

  it('before a call, a moment ago: the call is there all the same', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    for (let round = 0; round < 5; round++) {
      const pid = await exec.callAsync(pidOf);
      process.kill(pid, 'SIGKILL');
      expect(await exec.callAsync((n: number) => n, round)).toBe(round);
    }
  });

  it('during a call: it has another attempt; LITHOPS_WORKER_LOST without retries', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    for (const retries of [undefined, 0]) {
      const marks = newMarks();
      const future = exec.callAsync(
        async (_: number, { attempt }) => {
          if (attempt > 1) return attempt;
          marks.set(`pid ${process.pid}`);
          return await new Promise<never>(() => undefined);
        },
        1,
        { retries },
      );
      await marks.count(1);
      process.kill(Number(marks.all[0]?.slice(4)), 'SIGKILL');
      if (retries === undefined) expect(await future).toBe(2);
      else expect(await rejectionOf(future)).toMatchObject({ code: 'LITHOPS_WORKER_LOST' });
    }
  });

  it('after a call: its result stays, and the next call runs', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    const future = exec.callAsync(pidOf);
    const pid = await future;
    process.kill(pid, 'SIGKILL');
    expect(await future).toBe(pid);
    expect(await exec.callAsync((n: number) => n + 1, 1)).toBe(2);
  });

  it('between its reply and the moment in which the client reads it: the result is not lost', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1, retries: 0 });
    const marks = newMarks();
    const future = exec.callAsync((go: string) => {
      setTimeout(() => marks.set(`pid ${process.pid}`), 100);
      return go;
    }, 'the result');
    // The worker is on its way, and the call in its pipe.
    await vi.waitFor(() => expect(future.state).not.toBe('new'));
    await marks.count(1);
    const again = exec.callAsync((folder: string) => {
      const { writeFileSync } = process.getBuiltinModule('node:fs');
      setTimeout(() => writeFileSync(`${folder}/replied`, String(process.pid)), 100);
      return 'the result';
    }, marks.folder);
    while (again.state === 'new') await new Promise((resolve) => setImmediate(resolve));
    blockUntil(() => existsSync(join(marks.folder, 'replied')));
    const pid = Number(marks.all[0]?.slice(4));
    process.kill(pid, 'SIGKILL');
    blockUntil(() => hasEnded(pid));
    expect(await again).toBe('the result');
    expect(await future).toBe('the result');
  });

  it.each([1, 4, 64])(
    'in the middle of a map with chunks of %i: every value is there, in order',
    async (chunkSize) => {
      const exec = executorIn(onThisMachine, { maxWorkers: 2, retries: { limit: 0, lostWorkers: 50 } });
      const items = Array.from({ length: 200 }, (_, n) => n);
      const marks = newMarks();
      const list = exec.map(
        async (n: number) => {
          if (n % 50 === 10) marks.set(`${n} ${process.pid}`);
          await new Promise((resolve) => setTimeout(resolve, 1));
          return n * 2;
        },
        items,
        { chunkSize },
      );
      for (let kills = 1; kills <= 3; kills++) {
        await marks.count(kills);
        const pid = Number(marks.all.at(-1)?.split(' ')[1]);
        if (!hasEnded(pid)) process.kill(pid, 'SIGKILL');
      }
      expect(await list).toEqual(items.map((n) => n * 2));
    },
  );
});

describe('a worker that stands still', () => {
  it('is given up after 40 s without a sign of life, and ended', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const exec = executorIn(onThisMachine, { maxWorkers: 1, retries: 0 });
    const pid = await exec.callAsync(pidOf);
    const call = exec.callAsync(() => void process.kill(process.pid, 'SIGSTOP'));
    const failed = rejectionOf(call);
    await vi.waitFor(() => expect(call.state).toBe('running'));
    await vi.advanceTimersByTimeAsync(40_000);
    expect(await failed).toMatchObject({
      code: 'LITHOPS_WORKER_LOST',
      message: expect.stringContaining('gave no sign of life for 40 s'),
    });
    expect(hasEnded(pid)).toBe(true);
  });
});

describe('a worker that is at work and says nothing', () => {
  it('is not given up while it loads what its function imports', async () => {
    const { ended } = startProgram('slow-load.mjs', { env: { MARKS: newMarks().folder } });
    expect(await ended).toMatchObject({ code: 0, stdout: 'it came to 42\n', stderr: '' });
  });
});

describe('a program that may open no more files when a worker is to be started', () => {
  it.each([
    ['no file', 0],
    ['one pipe', 4],
  ])('with room for %s lives on, is told, and its calls run when there is room again', async (_, free) => {
    const { ended } = startProgram('no-descriptors.mjs', { args: [String(free)], mostFiles: 80 });
    const { code, stdout, stderr } = await ended;
    expect(stderr).toContain('may open no more files');
    expect(stdout.split('\n')).toEqual(['values 2,3', 'more files than before: 0', '']);
    expect(code).toBe(0);
  });
});
