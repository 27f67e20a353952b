import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { folderWith } from '../support/configuration.js';
import { executorIn, inAContainer, onThisMachine, rejectionOf, standInEngine } from '../support/executors.js';
import { newMarks } from '../support/gates.js';
import { isAlive } from '../support/processes.js';

afterEach(() => vi.unstubAllEnvs());

/** The agent of the call's container is the parent of its process. */
function ids() {
  return { worker: process.pid, agent: process.ppid };
}

describe('workers in a container', () => {
  it('are kept between jobs, and as many as configured', async () => {
    const exec = executorIn(inAContainer, { workerProcesses: 2, maxWorkers: undefined });
    const seen = [
      ...(await exec.map(ids, [1, 2, 3, 4], { chunkSize: 1 })),
      ...(await exec.map(ids, [1, 2, 3, 4], { chunkSize: 1 })),
    ];
    expect(new Set(seen.map(({ agent }) => agent)).size).toBe(1);
    expect(new Set(seen.map(({ worker }) => worker)).size).toBeLessThanOrEqual(2);
    expect(seen[0]?.agent).not.toBe(process.pid);
  });

  it('see nothing of the environment of the program but what a call is given', async () => {
    vi.stubEnv('SECRET_OF_THE_PROGRAM', 'secret');
    const exec = executorIn(inAContainer);
    const seen = await exec.callAsync(() => [process.env['SECRET_OF_THE_PROGRAM'], process.env['GIVEN']], 0, {
      extraEnv: { GIVEN: 'given' },
    });
    expect(seen).toEqual([undefined, 'given']);
  });

  it('have the memory limit of each job', async () => {
    const exec = executorIn(inAContainer);
    const fill = (): number => {
      const kept: Buffer[] = [];
      while (kept.length < 40) kept.push(Buffer.alloc(8 * 2 ** 20, 1));
      return kept.length;
    };
    const limited = exec.callAsync(fill, undefined, { runtimeMemoryMb: 160 });
    expect(await rejectionOf(limited)).toMatchObject({ code: 'LITHOPS_OUT_OF_MEMORY' });
    expect(await exec.callAsync(fill, undefined)).toBe(40);
  });

  it('crash alone: only the call that did it is charged', async () => {
    const exec = executorIn(inAContainer, { retries: 0 });
    const crash = (n: number): number => {
      if (n === 7) process.kill(process.pid, 'SIGKILL');
      return n;
    };
    const items = Array.from({ length: 20 }, (_, n) => n);
    const ends = await exec.map(crash, items, { chunkSize: 20 }).settled();
    expect(ends.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([7]);
    expect(ends[7]).toMatchObject({ reason: { code: 'LITHOPS_WORKER_LOST' } });
  });

  it('give the slot of a cancelled call free when its process is gone, not before', async () => {
    const marks = newMarks();
    const exec = executorIn(inAContainer, { maxWorkers: 1 });
    const { folder } = marks;
    const blocked = exec.callAsync(async () => {
      const { writeFileSync } = await import('node:fs');
      writeFileSync(`${folder}/${process.pid}`, '');
      for (;;);
    }, 0);
    await marks.count(1);
    await blocked.cancel();
    const next = exec.callAsync((pid: number) => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    }, Number(marks.all[0]));
    expect(await next).toBe(false);
    expect(await rejectionOf(blocked)).toMatchObject({ code: 'LITHOPS_CANCELLED' });
  });

  it('are gone when the executor has closed', async () => {
    const exec = executorIn(inAContainer);
    const { worker, agent } = await exec.callAsync(ids);
    await exec.close();
    expect([isAlive(worker), isAlive(agent)]).toEqual([false, false]);
  });
});

describe('a container that dies', () => {
  it('takes its calls along, which are tried again in another one', async () => {
    const exec = executorIn(inAContainer);
    const attempts = await exec.map(
      (n: number, { attempt }) => {
        if (n === 1 && attempt === 1) process.kill(process.ppid, 'SIGKILL');
        return [n, process.ppid];
      },
      [0, 1, 2, 3],
      { chunkSize: 1 },
    );
    expect(attempts.map(([n]) => n)).toEqual([0, 1, 2, 3]);
  });

  it('is named, and leaves the executor usable', async () => {
    const exec = executorIn(inAContainer, { retries: 0 });
    const future = exec.callAsync(async () => {
      process.kill(process.ppid, 'SIGKILL');
      await new Promise(() => undefined);
    }, 0);
    expect(await rejectionOf(future)).toMatchObject({
      code: 'LITHOPS_WORKER_LOST',
      cause: {
        message: expect.stringMatching(/^The container lithops-[0-9a-f]{16} ended with exit code 137\.$/),
      },
    });
    expect(await exec.callAsync((n: number) => n + 1, 1)).toBe(2);
  });
});

describe('a container that cannot be started', () => {
  const message = (text: string): object => ({ message: expect.stringContaining(text) });

  it('for want of an engine names both that would do', async () => {
    vi.stubEnv('PATH', '/nowhere');
    const exec = executorIn(inAContainer, { config: { localhost: { container_engine: undefined } } });
    expect(await rejectionOf(exec.callAsync(ids))).toMatchObject({
      code: 'LITHOPS_CONTAINER_FAILED',
      ...message('docker or podman on PATH'),
    });
  });

  it('by the engine that is configured names that', async () => {
    const exec = executorIn(inAContainer, { config: { localhost: { container_engine: '/nowhere/podman' } } });
    expect(await rejectionOf(exec.callAsync(ids))).toMatchObject({
      code: 'LITHOPS_CONTAINER_FAILED',
      ...message('/nowhere/podman'),
    });
  });

  it('because its image is nowhere says so', async () => {
    const exec = executorIn(inAContainer, { runtime: 'absent' });
    expect(await rejectionOf(exec.callAsync(ids))).toMatchObject({
      code: 'LITHOPS_RUNTIME_MISSING',
      ...message('absent: image not known'),
    });
  });

  it('because its Node.js is too old says which it is', async () => {
    const exec = executorIn(inAContainer, { runtime: 'node:20.18.3' });
    expect(await rejectionOf(exec.callAsync(ids))).toMatchObject({
      code: 'LITHOPS_RUNTIME_INCOMPATIBLE',
      ...message('20.19 or newer as `node`, got: Node.js 20.18.3'),
    });
  });

  it('fails the job, and the next one tries again', async () => {
    const config = { localhost: { container_engine: standInEngine } };
    const exec = executorIn(inAContainer, { runtime: 'node:16.20.2', config });
    const first = await rejectionOf(exec.callAsync(ids));
    expect(await rejectionOf(exec.callAsync(ids))).toMatchObject({ message: first.message });
  });
});

describe('a native addon', () => {
  it('is not taken from the folder of the program, which a container does not see', async () => {
    const folder = folderWith({
      'node_modules/addon/package.json': '{ "name": "addon", "main": "index.js", "gypfile": true }',
      'node_modules/addon/index.js': 'module.exports.answer = () => 42;',
      'functions.mjs': "import { answer } from 'addon'; export const ask = () => answer();",
    });
    const { ask } = await import(join(folder, 'functions.mjs'));
    expect(await executorIn(onThisMachine).callAsync(ask)).toBe(42);
    expect(() => executorIn(inAContainer).callAsync(ask)).toThrow(/addon.* native/);
  });
});
