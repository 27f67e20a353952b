import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.js';

describe('a program', () => {
  it('is not kept alive by an idle executor that nobody closed', async () => {
    expect(await runProgram('idle.mjs')).toMatchObject({ code: 0, stdout: '[ 2, 4 ]\n', stderr: '' });
  });

  it('is not kept alive by what it opened and never used', async () => {
    expect(await runProgram('unused.mjs')).toMatchObject({ code: 0, stdout: 'opened\n', stderr: '' });
  });

  it('is kept alive by calls that run', async () => {
    expect(await runProgram('waiting.mjs')).toMatchObject({ code: 0, stdout: 'ended\n', stderr: '' });
  });

  it('exits in less than a second after close()', async () => {
    const { code, stdout, stderr, atMs } = await runProgram('closed.mjs');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const closedAtMs = Number(/closed at (\d+)/.exec(stdout)?.[1]);
    expect(atMs - closedAtMs).toBeLessThan(1000);
  });

  it('is warned at its end of failures that nobody looked at, and not killed by them', async () => {
    const { code, stdout, stderr } = await runProgram('unread.mjs');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'waited\n' });
    expect(stderr).toMatch(/2 calls failed and nobody looked: await .*: no 1$/m);
    expect(stderr).not.toMatch(/unhandled/i);
  });
});
