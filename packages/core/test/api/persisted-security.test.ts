import { FunctionExecutor } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../support/executors.js';
import { asOneUser, countingWork, Programs } from '../support/persisted.js';

asOneUser();

describe('who can only write to the bucket', () => {
  it('finds no key and no secret there', async () => {
    const programs = new Programs();
    const exec = programs.open();
    const list = exec.map((x: number) => x, [1, 2], { extraEnv: { TOKEN: 'token-of-the-user' } });
    await list.wait();
    await exec.close();
    for (const key of await programs.keys()) {
      const content = await programs.content(key);
      expect(content.includes('a user who only tests')).toBe(false);
      expect(content.includes('token-of-the-user')).toBe(false);
    }
  });

  it('settles no call and adds no item: what is not sealed by this user is ignored', async () => {
    const programs = new Programs();
    const { marks, work } = countingWork();
    const exec = programs.open();
    const list = exec.map(work, [0, 2], { chunkSize: 1 });
    await list.at(0);
    await marks.seen('2 ran as 1');
    await exec.close();
    await forge(programs, list.jobId);
    marks.set('go');
    expect(await FunctionExecutor.resume(list.jobId, work, programs.options)).toEqual([0, 20]);
    expect(marks.has('2 ran as 2')).toBe(true);
  });

  it('does not pass a manifest of his own off as the user’s', async () => {
    const programs = new Programs();
    const exec = programs.open();
    const list = exec.map((x: number) => x, [1]);
    await list.wait();
    await exec.close();
    const [key = ''] = await programs.keys('manifest');
    const changed = (await programs.content(key)).toString().replace('"timeoutMs": ', '"timeoutMs": 9');
    await programs.put(key, Buffer.from(changed));
    expect(
      await rejectionOf(FunctionExecutor.resume(list.jobId, (x: number) => x, programs.options)),
    ).toMatchObject({ code: 'LITHOPS_PERSIST_SECRET' });
  });
});

/** The same outcome as another job's call, an end, an order to stop, more input: all by somebody who has another key. */
async function forge(programs: Programs, jobId: string): Promise<void> {
  const own = process.env['LITHOPS_PERSIST_KEY'];
  process.env['LITHOPS_PERSIST_KEY'] = 'the secret of somebody who is not the user';
  try {
    const exec = programs.open();
    const other = exec.map(() => 666, [0, 2, 4], { chunkSize: 1 });
    await other.wait();
    await exec.close();
    for (const key of await programs.keys(`${other.jobId}/`)) {
      if (!/status|end|input/.test(key)) continue;
      const bytes = await programs.content(key);
      if (!key.includes('input')) await programs.put(key.replace(other.jobId, jobId), bytes);
      if (key.includes('status/')) await programs.put(`lithops.jobs/${jobId}/end/00000001`, bytes);
      await programs.put(`lithops.jobs/${jobId}/input/00000007`, bytes);
      await programs.put(`lithops.jobs/${jobId}/control/stop`, bytes);
    }
  } finally {
    if (own !== undefined) process.env['LITHOPS_PERSIST_KEY'] = own;
  }
}
