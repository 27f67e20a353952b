import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { FunctionExecutor } from '@lithops/core';
import { TransportError } from '@lithops/core/spec';
import { endsOf } from '../ends.js';
import { looksOn, type Place, waits } from './place.js';
import type { PromiseGroup } from './promised.js';
import type { SuitePlatform } from './suite-platform.js';
import { both, cancels, cancelsRunning, repliesInline, takesActivations } from './unless.js';
import type { Watch } from './watch.js';

interface Running {
  readonly exec: FunctionExecutor;
  readonly watch: Watch;
  readonly place: Place;
  readonly ends: Promise<unknown[]>;
  cancel(): Promise<void>;
}

/** A call that waits in a worker, on an executor that has one slot. It is let go in the end. */
async function running(platform: SuitePlatform, test: (of: Running) => Promise<void>): Promise<void> {
  const place = await platform.newPlace();
  await platform.run(
    async (exec, watch) => {
      const list = exec.map(waits, [place.told]);
      const ends = endsOf(list);
      await place.heard('begun');
      try {
        await test({ exec, watch, place, ends, cancel: () => list.cancel() });
      } finally {
        await place.letGo();
      }
    },
    { maxWorkers: 1 },
  );
}

async function staysGone(exec: FunctionExecutor, place: Place, what: string): Promise<void> {
  await place.letGo();
  await exec.callAsync(looksOn, place.told);
  assert.deepEqual(await place.said('went-on'), [], what);
}

/** Work that nobody wants any more. */
export const stopping: PromiseGroup = {
  title: 'work that is given up',
  promises: [
    {
      name: 'is cancelled, and the next job runs',
      promise: 'a job that is cancelled ends with LITHOPS_CANCELLED, and its slot comes back',
      test: (platform) =>
        running(platform, async ({ exec, place, ends, cancel }) => {
          await cancel();
          await place.letGo();
          assert.deepEqual(await ends, ['LITHOPS_CANCELLED']);
          assert.equal(await exec.callAsync((n: number) => n, 2), 2);
        }),
    },
    {
      name: 'does not go on after it was stopped',
      promise: "capabilities.cancel is 'running': cancelActivation stops what runs, and invoke ends",
      unless: both(takesActivations, cancelsRunning),
      test: (platform) =>
        running(platform, async ({ exec, watch, place }) => {
          const [sent] = watch.invocations;
          assert.ok(sent !== undefined);
          const { cancelActivation } = watch.backend;
          const answer = await cancelActivation?.call(watch.backend, sent.activation.id);
          assert.equal(answer, 'stopped', `cancelActivation resolved '${answer}' for a call that ran`);
          await platform.patience.soon(
            sent.ended,
            "cancelActivation resolved 'stopped', and invoke had not ended",
          );
          await staysGone(
            exec,
            place,
            "capabilities.cancel is 'running', but cancelActivation resolved 'stopped' while the call went on",
          );
        }),
    },
    {
      name: 'is stopped when its job is cancelled, before its slot is given away',
      promise: "capabilities.cancel is 'running': a slot is free when its work is gone, and not before",
      unless: cancelsRunning,
      test: (platform) =>
        running(platform, async ({ exec, place, ends, cancel }) => {
          await cancel();
          assert.deepEqual(await ends, ['LITHOPS_CANCELLED']);
          assert.equal(await exec.callAsync((n: number) => n, 2), 2);
          await staysGone(exec, place, 'the call went on when another had its slot');
        }),
    },
    {
      name: 'is unknown when there is none of that id',
      promise: "cancelActivation resolves 'unknown' for what does not run",
      unless: both(takesActivations, cancels),
      test: (platform) =>
        platform.run(async (exec, watch) => {
          assert.equal(await exec.callAsync((n: number) => n, 1), 1);
          const { backend } = watch;
          const over = watch.invocations[0]?.activation.id ?? '';
          for (const id of [randomUUID(), over])
            assert.equal(await backend.cancelActivation?.(id), 'unknown', `asked for ${id}`);
        }),
    },
    {
      name: 'lets go of invoke when its signal is aborted',
      promise:
        'invoke ends when its signal is aborted (and cancelActivation called, where there is one): nobody waits for it any more',
      unless: both(takesActivations, repliesInline),
      test: async (platform) => {
        const giveUp = new AbortController();
        const place = await platform.newPlace();
        await platform.run(
          async (exec, watch) => {
            watch.sendInstead = ({ activation, options, invoke }) =>
              invoke(activation, { ...options, reply: 'inline', signal: giveUp.signal });
            const ends = endsOf(exec.map(waits, [place.told]));
            await place.heard('begun');
            try {
              giveUp.abort(new TransportError('lost', 'The activation was given up.'));
              const [sent] = watch.invocations;
              assert.ok(sent !== undefined);
              await watch.backend.cancelActivation?.(sent.activation.id);
              await platform.patience.soon(sent.ended, 'invoke had not ended after its signal was aborted');
            } finally {
              await place.letGo();
            }
            await ends;
          },
          { maxWorkers: 1, monitoring: 'direct' },
        );
      },
    },
    {
      name: 'is never begun when its signal was aborted before',
      promise: 'invoke rejects when its signal is aborted already, and sends nothing',
      unless: takesActivations,
      test: async (platform) => {
        const place = await platform.newPlace();
        await platform.run(async (exec, watch) => {
          watch.sendInstead = async ({ activation, options, invoke }) => {
            const signal = AbortSignal.abort(new TransportError('rejected', 'It was given up.'));
            const sent = invoke(activation, { ...options, signal }).catch(() => undefined);
            await platform.patience.soon(sent, 'invoke had not ended after its signal was aborted');
            // Whatever the transport has said: the job is over.
            throw signal.reason;
          };
          await endsOf(exec.map(waits, [place.told]));
          watch.sendInstead = undefined;
          const end = await watch.invocations[0]?.ended;
          assert.ok(
            end !== undefined && 'error' in end,
            'invoke resolved although its signal was aborted before',
          );
          assert.equal(await exec.callAsync((n: number) => n, 2), 2);
          await exec.callAsync(looksOn, place.told);
          assert.deepEqual(
            await place.said('begun'),
            [],
            'the call began although its signal was aborted before',
          );
        });
      },
    },
    {
      name: 'is not heard of any more when the executor closes',
      promise: 'close() resolves while calls run, which end with LITHOPS_CANCELLED',
      test: async (platform) => {
        const place = await platform.newPlace();
        try {
          await platform.run(async (exec) => {
            const ends = endsOf(exec.map(waits, [place.told]));
            await place.heard('begun');
            await exec.close();
            assert.deepEqual(await ends, ['LITHOPS_CANCELLED']);
          });
          const backend = await platform.backend();
          if (cancelsRunning(backend) === undefined)
            await platform.run((exec) =>
              staysGone(exec, place, 'the call went on after its executor was closed'),
            );
        } finally {
          await place.letGo();
        }
      },
    },
  ],
};
