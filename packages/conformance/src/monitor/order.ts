import type { TestRunner } from '../test-runner.js';
import { numbers } from './numbers.js';
import { expectSame, promises } from './promises.js';
import { endsOf, type SuitePrograms, waitFor } from './suite-programs.js';

export function orderTests({ describe, it }: TestRunner, programs: SuitePrograms): void {
  describe('the order of things', () => {
    it('an outcome does not wait for calls of other activations', () =>
      programs.run(async (exec) => {
        const [begun, go] = [programs.newMark(), programs.newMark()];
        const slow = exec.callAsync(waitFor, { begun, go });
        await programs.seen(begun);
        expectSame(promises.jobs, await exec.callAsync((n: number) => n, 7), 7);
        programs.set(go);
        expectSame(promises.jobs, await slow, 'went');
      }));

    it('one job after the other on one executor', () =>
      programs.run(async (exec) => {
        for (const n of numbers(5))
          expectSame(promises.jobs, await exec.map((m: number) => m * n, [1, 2]), [n, 2 * n]);
      }));

    it('two jobs at the same time get each their own', () =>
      programs.run(async (exec) => {
        const [first, second] = await Promise.all([
          exec.map((n: number) => `first ${n}`, numbers(50)),
          exec.map((n: number) => `second ${n}`, numbers(50)),
        ]);
        expectSame(
          promises.jobs,
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
          expectSame(promises.jobs, lists, [
            numbers(20).map((n) => `one ${n}`),
            numbers(20).map((n) => `other ${n}`),
          ]);
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
        expectSame(promises.jobs, await ended, 1);
        const list = exec.map(waitFor, [{ begun, go }]);
        const ends = endsOf(list);
        await programs.seen(begun);
        await list.cancel();
        programs.set(go);
        expectSame(promises.jobs, await ends, ['LITHOPS_CANCELLED']);
        expectSame(promises.jobs, await exec.callAsync((n: number) => n, 2), 2);
      }));
  });
}
