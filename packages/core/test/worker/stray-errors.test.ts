import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { executorIn, onThisMachine, rejectionOf } from '../support/executors.js';

/** Waits in a worker, without blocking it. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

describe('an error that nobody awaits', () => {
  it.each([
    [
      'in a timer',
      () =>
        void setTimeout(() => {
          throw new RangeError('stray');
        }, 5),
    ],
    ['in a rejection', () => void Promise.reject(new RangeError('stray'))],
    [
      'in a microtask',
      () =>
        void queueMicrotask(() => {
          throw new RangeError('stray');
        }),
    ],
    [
      'in an event',
      () => {
        const socket = connect(1, '127.0.0.1');
        socket.on('error', () => {
          throw new RangeError('stray');
        });
      },
    ],
    [
      'in process.nextTick',
      () =>
        process.nextTick(() => {
          throw new RangeError('stray');
        }),
    ],
  ])('%s fails the call that it came from while that runs', async (_where, cause) => {
    const exec = executorIn(onThisMachine);
    const future = exec.callAsync(async () => {
      cause();
      await pause(60_000);
    }, undefined);
    const error = await rejectionOf(future);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe('stray');
    expect(error.stack).toContain('stray-errors.test.ts');
    expect(await exec.callAsync((n: number) => n + 1, 1)).toBe(2);
  });

  it('of a call that has ended fails no other: a warning names the call, and the process is replaced', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const exec = executorIn(onThisMachine, { workerProcesses: 1 });
    const list = exec.map(
      async (n: number) => {
        if (n === 0)
          setTimeout(() => {
            throw new RangeError('too late');
          }, 20);
        else await pause(100);
        return [n, process.pid] as const;
      },
      [0, 1, 2],
      { chunkSize: 3, retries: 0 },
    );
    const [zero, one, two] = await list;
    const text = written.mock.calls.map(([line]) => String(line)).join('');
    written.mockRestore();
    expect([zero?.[0], one?.[0], two?.[0]]).toEqual([0, 1, 2]);
    expect(one?.[1]).toBe(zero?.[1]);
    expect(two?.[1]).not.toBe(zero?.[1]);
    expect(text).toContain(`call 00000000 of ${list.jobId}`);
    expect(text).toContain('too late');
  });

  it('of a call whose worker is idle by then replaces the process before the next call', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const exec = executorIn(onThisMachine, { workerProcesses: 1 });
    const first = await exec.callAsync(() => {
      setTimeout(() => {
        throw new RangeError('too late');
      }, 20);
      return process.pid;
    }, undefined);
    await vi.waitFor(() => expect(() => process.kill(first, 0)).toThrow(), { timeout: 10_000 });
    written.mockRestore();
    expect(await exec.callAsync(() => process.pid, undefined)).not.toBe(first);
  });
});
