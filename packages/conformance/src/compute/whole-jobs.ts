import assert from 'node:assert/strict';
import { endsOf, failureOf, numbers } from '../ends.js';
import { dies, looksOn, waits } from './place.js';
import type { PromiseGroup } from './promised.js';
import { asJobs, cancelsRunning, takesJobs } from './unless.js';
import type { Submission, Watch } from './watch.js';

function submitted(watch: Watch): Submission {
  const [submission] = watch.submissions;
  assert.ok(submission !== undefined, 'core has submitted no job');
  return submission;
}

/** Backends that take whole jobs. */
export const wholeJobs: PromiseGroup = {
  title: 'a whole job',
  unless: takesJobs,
  promises: [
    {
      name: 'runs one worker for each of its activations, and then has no more to say',
      promise:
        'submit runs the worker of each activation, once, and failures() ends when the platform has no more to say',
      test: (platform) =>
        platform.run(async (exec, watch) => {
          const place = await platform.newPlace();
          await place.letGo();
          const list = exec.map(
            waits,
            numbers(5).map(() => place.told),
            { chunkSize: 1 },
          );
          assert.deepEqual(await endsOf(list), numbers(5));
          assert.deepEqual(await place.said('begun'), numbers(5), 'workers have not run once each');
          const { job, failures, ended } = submitted(watch);
          assert.equal(job.activations, 5);
          await platform.patience.soon(ended, 'all workers had ended, and failures() had not');
          assert.deepEqual(failures, [], 'failures() told of workers that have done their work');
        }),
    },
    {
      name: 'tells of the worker that died, and of no other',
      promise: 'failures() names the activation whose worker ended without having reported',
      test: (platform) =>
        platform.run(async (exec, watch) => {
          const place = await platform.newPlace();
          const items = numbers(4).map((n) => ({
            ...place.told,
            how: n === 2 ? ('exit' as const) : ('not' as const),
          }));
          const list = exec.map(dies, items, { chunkSize: 1 });
          assert.deepEqual(await endsOf(list), [0, 1, 'LITHOPS_WORKER_LOST', 3]);
          const { failures, ended } = submitted(watch);
          await platform.patience.soon(ended, 'all workers had ended, and failures() had not');
          assert.deepEqual(
            failures.map(({ activation }) => activation),
            [2],
          );
        }),
    },
    {
      name: 'goes on without those of its workers that are cancelled',
      promise: 'cancel(activations) stops these, and the others go on',
      unless: cancelsRunning,
      test: async (platform) => {
        const place = await platform.newPlace();
        await platform.run(
          async (exec, watch) => {
            const list = exec.map(
              waits,
              numbers(2).map(() => place.told),
              { chunkSize: 1 },
            );
            const ends = endsOf(list);
            await place.heard('begun', 2);
            const { handle, ended } = submitted(watch);
            await platform.patience.soon(handle.cancel([1]), 'cancel([1]) had not resolved');
            await place.letGo();
            await platform.patience.soon(ended, 'all workers had ended, and failures() had not');
            await exec.callAsync(looksOn, place.told);
            assert.deepEqual(await place.said('went-on'), [0]);
            await list.cancel();
            assert.equal((await ends)[0], 0);
          },
          { maxWorkers: 2 },
        );
      },
    },
    {
      name: 'ends when all of it is cancelled',
      promise: 'cancel() stops all workers, those that wait as well, and then failures() ends',
      unless: cancelsRunning,
      test: async (platform) => {
        const place = await platform.newPlace();
        await platform.run(
          async (exec, watch) => {
            const list = exec.map(
              waits,
              numbers(3).map(() => place.told),
              { chunkSize: 1 },
            );
            const ends = endsOf(list);
            await place.heard('begun');
            const { handle, ended } = submitted(watch);
            await platform.patience.soon(handle.cancel(), 'cancel() had not resolved');
            await platform.patience.soon(ended, 'cancel() had resolved, and failures() had not ended');
            await place.letGo();
            await exec.callAsync(looksOn, place.told);
            assert.deepEqual(await place.said('went-on'), [], 'a call went on that was cancelled');
            await list.cancel();
            await ends;
          },
          { maxWorkers: 1 },
        );
      },
    },
    {
      name: 'is not begun when its signal was aborted before',
      promise: 'submit rejects when its signal is aborted already, and submits nothing',
      test: (platform) =>
        platform.run(async (exec, watch) => {
          assert.equal(await exec.callAsync((n: number) => n, 1), 1);
          const { job } = submitted(watch);
          const again = asJobs(watch.backend).submit(job, AbortSignal.abort(new Error('It was given up.')));
          await failureOf(platform.patience.soon(again, 'submit had not ended'), 'submit to reject');
        }),
    },
  ],
};
