import { Storage } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { fullDisk, readOnlyDisk } from '../support/bad-disks.js';
import { startProgram } from '../support/child-program.js';
import { executorIn, onThisMachine, places, rejectionOf } from '../support/executors.js';

describe.each([
  ['full', fullDisk],
  ['read-only', readOnlyDisk],
])('a disk that is %s', (_, disk) => {
  it('hinders only what needs storage, and says what was in the way', async () => {
    const { options, says } = disk();
    const { stdout, stderr } = await startProgram('stores.mjs', options).ended;
    expect(stderr).not.toMatch(/unhandled|uncaught/i);
    const { small, largeCode, inCall, after, close } = JSON.parse(stdout);
    expect({ small, after, close }).toEqual({
      small: { value: [2, 3] },
      after: { value: 'still here' },
      close: { value: 'closed' },
    });
    expect(largeCode.message).toMatch(says);
    expect(inCall.message).toMatch(says);
  });
});

describe.each(places)('keys that try to leave the bucket on $place', (place) => {
  it.each(['../out', 'a/../../out', '/etc/passwd', '..', 'a/./b', 'a\\..\\..\\b', 'nul\0byte'])(
    '%j: refused, or kept below it',
    async (key) => {
      const exec = executorIn(place);
      const listed = exec.callAsync(async (name: string, { storage }) => {
        try {
          await storage.putObject(storage.bucket, name, 'text');
        } catch (error) {
          return (error as { readonly code: unknown }).code;
        }
        const keys = await storage.listKeys(storage.bucket, name);
        await storage.deleteObject(storage.bucket, name);
        return keys;
      }, key);
      expect(['LITHOPS_INVALID_ARGUMENT', [key]]).toContainEqual(await listed);
    },
  );
});

describe('two executors in one folder', () => {
  it('do not see each other: one cleans up while the other needs what it stored', async () => {
    const ballast = 'x'.repeat(400_000);
    const [first, second] = [executorIn(onThisMachine), executorIn(onThisMachine)];
    const run = (x: number): number => ballast.length + x;
    expect(await first.map(run, [1])).toEqual([400_001]);
    expect(await second.map(run, [2])).toEqual([400_002]);
    await first.clean();
    await first.close();
    expect(await second.map(run, [3, 4])).toEqual([400_003, 400_004]);
    await using storage = new Storage({ storage: 'localhost' });
    expect(await storage.listKeys(storage.bucket, `lithops.jobs/${first.executorId}`)).toEqual([]);
    await second.close();
    expect(await storage.listKeys(storage.bucket, `lithops.jobs/${second.executorId}`)).toEqual([]);
  });
});

describe('what a call does not find', () => {
  it('is an error with bucket and key, whoever asks', async () => {
    const exec = executorIn(onThisMachine);
    const missing = exec.callAsync(
      async (_: number, { storage }) => storage.getObject(storage.bucket, 'no/such'),
      1,
    );
    expect(await rejectionOf(missing)).toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
  });
});
