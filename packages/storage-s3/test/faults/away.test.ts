import { faults } from '@lithops/testing-services';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { programBehindProxy } from '../support/executor.js';
import { expected, putInput, wholeJob } from '../support/whole-job.js';

const impatient = { idleTimeoutMs: 2_000, connectTimeoutMs: 2_000, maxAttempts: 2 };

describe.skipIf(whyNoS3 !== undefined)(
  `a store that goes away in the middle of a job ${whyNoS3 ?? ''}`,
  () => {
    it('and comes back: calls that are tried again come to the same results', async () => {
      const program = await programBehindProxy(impatient);
      await putInput(program);
      const exec = program.open({ monitoring: 'storage', retries: { limit: 20, delayMs: 200 } });
      let requests = 0;
      program.proxy.inject(faults.resetBeforeReply(), { when: () => ++requests > 25 && requests <= 41 });
      expect((await wholeJob(program, exec)).join('') === expected).toBe(true);
      expect(requests).toBeGreaterThan(41);
      await exec.close();
      expect(await program.left()).toEqual([]);
    });

    it('and stays away: every call ends, those that had ended keep their results', async () => {
      const program = await programBehindProxy(impatient);
      await program.put('a', '12345');
      const exec = program.open({ maxWorkers: 1 });
      let reads = 0;
      program.proxy.inject(faults.resetBeforeReply(), {
        when: ({ operation }) => (operation === 'GetObject' ? ++reads > 2 : reads > 2),
      });
      const sizes = exec.map(
        async (bucket: string, ctx) => (await ctx.storage.getObject(bucket, 'a')).byteLength,
        [program.data, program.data, program.data, program.data],
      );
      const unavailable = { status: 'rejected', reason: { code: 'LITHOPS_SERVICE_UNAVAILABLE' } };
      expect(await sizes.settled()).toMatchObject([
        { status: 'fulfilled', value: 5 },
        { status: 'fulfilled', value: 5 },
        unavailable,
        unavailable,
      ]);
      await exec.close();
    });
  },
);

describe.skipIf(whyNoS3 !== undefined)(`a job that is to outlive its program ${whyNoS3 ?? ''}`, () => {
  it('is right though a third of what it stores is refused at first', async () => {
    const program = await programBehindProxy();
    const exec = program.open({ persist: true });
    program.proxy.inject(faults.internalError(), { probability: 0.3, seed: 7 });
    expect(await exec.map((x: number) => x * 2, [1, 2, 3, 4])).toEqual([2, 4, 6, 8]);
    program.proxy.heal();
    await exec.close();
    expect(await program.left()).toEqual([]);
  });

  it('fails at once where nothing may be stored', async () => {
    const program = await programBehindProxy(impatient);
    const exec = program.open({ persist: true });
    program.proxy.inject(faults.accessDenied(), { operation: 'PutObject' });
    const outcomes = await exec.map((x: number) => x * 2, [1, 2]).settled();
    expect(outcomes.length).toBeGreaterThan(0);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected' });
      if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('AccessDenied');
    }
    await exec.close();
  });
});

describe.skipIf(whyNoS3 !== undefined)(`temporary data that may not be deleted ${whyNoS3 ?? ''}`, () => {
  it('spoils no result: close() ends, the log says what is left, and the next one to clean finds it', async () => {
    const program = await programBehindProxy();
    await putInput(program);
    const exec = program.open({ monitoring: 'storage' });
    program.proxy.inject(faults.accessDenied(), { operation: 'DeleteObjects' });
    expect((await wholeJob(program, exec)).join('') === expected).toBe(true);
    await exec.close();
    expect(await program.log()).toMatch(/Temporary data is left: .*lithops\.jobs\/.*add it to their policy/);
    expect(await program.left()).not.toEqual([]);
  });
});
