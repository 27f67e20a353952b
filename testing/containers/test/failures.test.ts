import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { ask, contained, containers, executor, podman, whyNot } from '../src/executors.js';

const program = fileURLToPath(new URL('programs/blocked.mjs', import.meta.url));

function startBlocked() {
  const options = JSON.stringify(contained({ workerProcesses: 1 }));
  return spawn(process.execPath, [program, options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
}

describe.skipIf(whyNot !== undefined)(`calls in a real container ${whyNot ?? ''}`, () => {
  it('are killed at their limits, one by one', async () => {
    const exec = executor({ retries: 0 });
    const spin = (n: number): number => {
      while (n === 1);
      return n;
    };
    const fill = (n: number): number => {
      const kept: Buffer[] = [];
      while (n === 1) kept.push(Buffer.alloc(8 * 2 ** 20, 1));
      return n;
    };
    const crash = (n: number): number => (n === 1 ? process.exit(3) : n);
    const lists = [
      exec.map(spin, [0, 1, 2], { timeoutMs: 300, chunkSize: 3 }),
      exec.map(fill, [0, 1, 2], { runtimeMemoryMb: 160, chunkSize: 3 }),
      exec.map(crash, [0, 1, 2], { chunkSize: 3 }),
    ];
    const ends = await Promise.all(lists.map((list) => list.settled()));
    const codes = ends.map((list) =>
      list.map((end) => (end.status === 'rejected' ? end.reason.code : end.value)),
    );
    expect(codes).toEqual([
      [0, 'LITHOPS_TIMEOUT', 2],
      [0, 'LITHOPS_OUT_OF_MEMORY', 2],
      [0, 'LITHOPS_WORKER_LOST', 2],
    ]);
  });

  it('are tried again in another one when theirs is killed', async () => {
    const exec = executor({ workerProcesses: 1 });
    const list = exec.map(
      async (n: number, { attempt }) => {
        if (attempt === 1) await new Promise(() => undefined);
        return [n, attempt];
      },
      [5],
    );
    await vi.waitFor(() => expect(list.at(0)?.state).toBe('running'), { timeout: 30_000 });
    ask('kill', ...containers());
    expect(await list).toEqual([[5, 2]]);
  });
});

describe.skipIf(whyNot !== undefined)(`real containers ${whyNot ?? ''}`, () => {
  it('are gone when the executor has closed, with their volumes', async () => {
    const exec = executor();
    await exec.callAsync(() => undefined, 0);
    expect(containers()).toHaveLength(1);
    await exec.close();
    expect([containers(), ask('volume', 'ls', '--quiet')]).toEqual([[], '']);
  });

  it('do not outlive a program that is killed, though calls block', async () => {
    const child = startBlocked();
    await once(child.stdout, 'data');
    expect(containers()).toHaveLength(1);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(containers()).toEqual([]), { timeout: 20_000, interval: 200 });
    expect(ask('volume', 'ls', '--quiet')).toBe('');
  });

  it('are ended by a program that is interrupted with its whole process group, as Ctrl-C does', async () => {
    const child = startBlocked();
    const output = text(child.stdout);
    await vi.waitFor(() => expect(containers()).toHaveLength(1), { timeout: 20_000, interval: 200 });
    await vi.waitFor(() => expect(ask('top', '--latest', 'args')).toContain('localhost-worker.cjs'), {
      timeout: 20_000,
      interval: 200,
    });
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
    expect([await output, containers()]).toEqual([expect.stringContaining('LITHOPS_CANCELLED'), []]);
  });
});

describe.skipIf(whyNot !== undefined)(`a real container that cannot be started ${whyNot ?? ''}`, () => {
  const call = (options: Parameters<typeof executor>[0]) => executor(options).callAsync(() => 1, 0);

  it('for want of its image says so in the words of podman', async () => {
    await expect(call({ runtime: 'localhost/lithops-test-absent' })).rejects.toMatchObject({
      code: 'LITHOPS_RUNTIME_MISSING',
      message: expect.stringContaining('localhost/lithops-test-absent: image not known'),
    });
  });

  it('for want of Node.js says so', async () => {
    await expect(call({ runtime: podman().imageWithoutNode })).rejects.toMatchObject({
      code: 'LITHOPS_RUNTIME_INCOMPATIBLE',
      message: expect.stringContaining('exec: "node": executable file not found'),
    });
  });

  it('by arguments that podman does not know says so', async () => {
    const localhost = { container_engine: 'podman', container_args: ['--no-such-thing'] };
    await expect(call({ config: { localhost } })).rejects.toMatchObject({
      code: 'LITHOPS_CONTAINER_FAILED',
      message: expect.stringContaining('unknown flag: --no-such-thing'),
    });
  });

  it('leaves nothing behind', () => {
    expect(containers()).toEqual([]);
  });
});
