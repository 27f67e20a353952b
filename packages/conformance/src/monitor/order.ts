import assert from 'node:assert/strict';
import { endsOf, numbers } from '../ends.js';
import type { TestRunner } from '../test-runner.js';
import { type SuitePrograms, waitFor } from './suite-programs.js';

export function orderTests({ describe, it }: TestRunner, programs: SuitePrograms): void {
  describe('the order of things', () => {
    it('an outcome does not wait for calls of other activations', () =>
      programs.run(async (exec) => {
        const [begun, go] = [programs.newMark(), programs.newMark()];
        const slow = exec.callAsync(waitFor, { begun, go });
        await programs.seen(begun);
        assert.deepEqual(await exec.callAsync((n: number) => n, 7), 7);
        programs.set(go);
        assert.deepEqual(await slow, 'went');
      }));

    it('one job after the other on one executor', () =>
      programs.run(async (exec) => {
        for (const n of numbers(5))
          assert.deepEqual(await exec.map((m: number) => m * n, [1, 2]), [n, 2 * n]);
      }));

    it('two jobs at the same time get each their own', () =>
      programs.run(async (exec) => {
        const [first, second] = await Promise.all([
          exec.map((n: number) => `first ${n}`, numbers(50)),
          exec.map((n: number) => `second ${n}`, numbers(50)),
        ]);
        assert.deepEqual(
          [...first, ...second],
          [...numbers(50).map((n) => `first ${n}`), ...numbers(50).map((n) => `second ${n}`)],
        );
      }));

    it('two executors at the same time get each their own', () =>
      programs.run((one) =>
        programs.run(async (other) => {
          const lists = await Promise.all([
            one.map((n: number) => `one ${n}`, numbers(20)),
            other.map((n: number) => `other ${n}`, numbers(20)),
          ]);
          assert.deepEqual(lists, [numbers(20).map((n) => `one ${n}`), numbers(20).map((n) => `other ${n}`)]);
        }),
      ));
  });
}

export function cancelTests({ describe, it }: TestRunner, programs: SuitePrograms): void {
  describe('a job that is cancelled', () => {
    it('keeps what has ended, and the next one runs', () =>
      programs.run(async (exec) => {
        const [begun, go] = [programs.newMark(), programs.newMark()];
        const ended = exec.callAsync((n: number) => n, 1);
        assert.deepEqual(await ended, 1);
        const list = exec.map(waitFor, [{ begun, go }]);
        const ends = endsOf(list);
        await programs.seen(begun);
        await list.cancel();
        programs.set(go);
        assert.deepEqual(await ends, ['LITHOPS_CANCELLED']);
        assert.deepEqual(await exec.callAsync((n: number) => n, 2), 2);
      }));
  });
}
