import { describe, expect, it } from 'vitest';
import { executorIn, onThisMachine, rejectionOf } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

const calls = Array.from({ length: 100 }, (_, n) => n);

describe('a call that crashes its worker in the middle of a chunk', () => {
  it.each(['SIGKILL', 'SIGSEGV'] as const)('by %s is the only one that is charged', async (signal) => {
    const exec = executorIn(onThisMachine, { retries: 0 });
    const list = exec.map(
      (n: number) => {
        if (n === 42) process.kill(process.pid, signal);
        return n;
      },
      calls,
      { chunkSize: 100 },
    );
    const ends = await list.settled();
    expect(ends.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([42]);
    expect(ends[42]).toMatchObject({ reason: { code: 'LITHOPS_WORKER_LOST', index: 42, attempt: 1 } });
    expect([...list].map(({ stats }) => stats.attempts)).toEqual(calls.map(() => 1));
  });

  it('by process.exit is the only one that is charged, and what had ended is not run again', async () => {
    const marks = newMarks();
    const { folder } = marks;
    const exec = executorIn(onThisMachine, { retries: 0 });
    const list = exec.map(
      async (n: number) => {
        const { appendFileSync } = await import('node:fs');
        appendFileSync(`${folder}/${n}`, 'x');
        if (n === 42) process.exit(3);
        return n;
      },
      calls,
      { chunkSize: 100 },
    );
    const ends = await list.settled();
    expect(ends.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([42]);
    expect(String(ends[42]?.status === 'rejected' && ends[42].reason)).toContain('exit code 3');
    const { statSync } = await import('node:fs');
    expect(marks.all.map((name) => statSync(`${folder}/${name}`).size)).toEqual(calls.map(() => 1));
  });

  it('is tried again as often as lost workers are, then named', async () => {
    const exec = executorIn(onThisMachine);
    const future = exec.callAsync(() => process.kill(process.pid, 'SIGKILL'), 0);
    expect(await rejectionOf(future)).toMatchObject({ code: 'LITHOPS_WORKER_LOST', attempt: 3 });
  });
});

describe('a call past its memory', () => {
  it('in buffers, outside the heap, ends with LITHOPS_OUT_OF_MEMORY and leaves the others alone', async () => {
    const exec = executorIn(onThisMachine, { runtimeMemoryMb: 160 });
    const list = exec.map(
      (n: number) => {
        if (n !== 3) return n;
        const kept: Buffer[] = [];
        for (;;) kept.push(Buffer.alloc(8 * 2 ** 20, 1));
      },
      [0, 1, 2, 3, 4, 5],
      { chunkSize: 6 },
    );
    const ends = await list.settled();
    expect(ends.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, false, true, true]);
    expect(ends[3]).toMatchObject({ reason: { code: 'LITHOPS_OUT_OF_MEMORY', index: 3 } });
  });

  it('in the heap ends with LITHOPS_OUT_OF_MEMORY', async () => {
    const exec = executorIn(onThisMachine, { runtimeMemoryMb: 96 });
    const future = exec.callAsync(() => {
      const kept: object[] = [];
      for (;;) kept.push({ text: `${kept.length}`.repeat(20) });
    }, undefined);
    expect(await rejectionOf(future)).toMatchObject({ code: 'LITHOPS_OUT_OF_MEMORY' });
  });
});

describe('a call that blocks past its limit', () => {
  it('is stopped, and its error says where it was', async () => {
    const exec = executorIn(onThisMachine);
    function spinForEver(): never {
      for (;;) Math.sqrt(2);
    }
    const list = exec.map((n: number) => (n === 1 ? spinForEver() : n), [0, 1, 2], {
      timeoutMs: 300,
      chunkSize: 3,
    });
    const ends = await list.settled();
    expect(ends.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true]);
    expect(ends[1]).toMatchObject({ reason: { code: 'LITHOPS_TIMEOUT', index: 1 } });
    const error = ends[1]?.status === 'rejected' ? ends[1].reason : undefined;
    expect(error.message).toContain('spinForEver');
    expect(error.stack).toContain('crashes.test.ts');
  });

  it('in native code is stopped as well', async () => {
    const exec = executorIn(onThisMachine);
    const future = exec.callAsync(
      () => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      },
      undefined,
      { timeoutMs: 300 },
    );
    expect(await rejectionOf(future)).toMatchObject({ code: 'LITHOPS_TIMEOUT' });
  });
});
