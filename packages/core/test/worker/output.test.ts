import { describe, expect, it } from 'vitest';
import { startProgram } from '../support/child-program.js';
import { executorIn, onThisMachine } from '../support/executors.js';
import { runProgram } from '../support/program.js';

describe('what calls write', () => {
  it('is known call by call', async () => {
    const exec = executorIn(onThisMachine);
    const list = exec.map(
      (n: number) => {
        console.log(`call ${n}`);
        if (n === 2) console.error('oh');
        return n;
      },
      [1, 2, 3],
      { chunkSize: 3 },
    );
    await list;
    expect(await list.at(0)?.logs()).toBe('call 1\n');
    expect(await list.at(1)?.logs()).toBe('call 2\noh\n');
    expect(await list.at(2)?.logs()).toBe('call 3\n');
  });

  it('is known of a call that took its worker down, too', async () => {
    const exec = executorIn(onThisMachine, { retries: 0 });
    const future = exec.callAsync(() => {
      console.log('last words');
      process.kill(process.pid, 'SIGKILL');
    }, undefined);
    await future.wait();
    expect(await future.logs()).toBe('last words\n');
  });

  it('reaches the program’s own output, 100 MB of it, while only beginning and end are kept', async () => {
    const { code, stdout } = await runProgram('hundred-megabytes.mjs');
    expect(code).toBe(0);
    const [written, kept, begins, ends] = stdout.trim().split(' ');
    expect(Number(written)).toBe(100 * 2 ** 20 + 'end'.length);
    expect(Number(kept)).toBeLessThan(200 * 1024);
    expect([begins, ends]).toEqual(['beginning', 'end']);
  });
});

describe('output that nobody reads any more', () => {
  it('fails no call, and costs no process', async () => {
    const { child, said, ended } = startProgram('unread-output.mjs');
    await said(/written/);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: 'the same process ran both\n' });
  });
});
