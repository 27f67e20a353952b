import { describe, expect, it, vi } from 'vitest';
import { isAlive, startProgram } from '../support/child-program.js';

async function ready(...args: string[]) {
  const program = startProgram('client.mjs', { args });
  const [pid] = await program.said(/worker (\d+)/);
  await program.said(/ready/);
  return { ...program, worker: Number(pid) };
}

describe('a client that is killed', () => {
  it.each(['idle', 'blocks', 'waits', 'nested'])('leaves no worker behind that %s', async (what) => {
    const { child, worker } = await ready(what);
    expect(isAlive(worker)).toBe(true);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(worker)).toBe(false), { timeout: 10_000, interval: 20 });
  });
});

describe('SIGTERM', () => {
  it('a second time ends the program at once, though cancelling and cleaning have not ended', async () => {
    const { child, said, ended } = startProgram('never-closes.mjs');
    await said(/ready/);
    child.kill('SIGTERM');
    await said(/closing/);
    child.kill('SIGTERM');
    const { signal, stdout } = await ended;
    expect({ signal, stdout }).toEqual({ signal: 'SIGTERM', stdout: 'ready\nLITHOPS_CANCELLED\nclosing\n' });
  });

  it.each(['same', 'new'])(
    'ends a program that tries again, on the %s executor, whatever fails',
    async (which) => {
      const { child, said, ended } = startProgram('tries-again.mjs', { args: [which] });
      await said(/began/);
      child.kill('SIGTERM');
      expect(await ended).toMatchObject({ signal: 'SIGTERM', stdout: 'began\nLITHOPS_CANCELLED\nbegan\n' });
    },
  );

  it('while an executor is idle has its usual effect', async () => {
    const { child, ended, worker } = await ready('idle');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ signal: 'SIGTERM', stderr: '' });
    await vi.waitFor(() => expect(isAlive(worker)).toBe(false), { timeout: 10_000, interval: 20 });
  });

  it('beside a listener of the program does nothing by itself: the calls run on', async () => {
    const { child, said, worker } = await ready('waits', 'own');
    child.kill('SIGTERM');
    await said(/own listener/);
    child.kill('SIGTERM');
    await said(/own listener\nown listener/);
    expect(isAlive(worker)).toBe(true);
  });

  it('beside a listener that closes the executor: the call is cancelled and the program ends by itself', async () => {
    const { child, ended, worker } = await ready('waits', 'closes');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('call failed: LITHOPS_CANCELLED'),
    });
    expect(isAlive(worker)).toBe(false);
  });

  it('with handleSignals: false ends the program as any other: nothing is cancelled, no worker stays', async () => {
    const { child, ended, worker } = await ready('waits', 'off');
    child.kill('SIGTERM');
    const { signal, stdout } = await ended;
    expect({ signal, isCancelled: stdout.includes('LITHOPS_CANCELLED') }).toEqual({
      signal: 'SIGTERM',
      isCancelled: false,
    });
    await vi.waitFor(() => expect(isAlive(worker)).toBe(false), { timeout: 10_000, interval: 20 });
  });
});

describe('a list returned from a function that has closed its executor', () => {
  it('is rejected with what was probably meant', async () => {
    const { stdout, code } = await startProgram('returns-too-early.mjs').ended;
    expect(stdout).toMatch(/LITHOPS_CANCELLED The executor was closed while 3 calls ran.*`return await`/);
    expect(code).toBe(0);
  });
});
