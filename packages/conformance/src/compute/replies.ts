import assert from 'node:assert/strict';
import { endsOf, numbers } from '../ends.js';
import { waits } from './place.js';
import type { PromiseGroup } from './promised.js';
import { both, repliesInline, repliesNone, streams, takesActivations } from './unless.js';

/** How outcomes come back. */
export const replies: PromiseGroup = {
  title: 'replies',
  unless: takesActivations,
  promises: [
    {
      name: 'carry the outcomes, when they are inline',
      promise:
        "capabilities.replies has 'inline': invoke resolves with what runActivation made of this activation",
      unless: repliesInline,
      test: (platform) =>
        platform.run(
          async (exec, watch) => {
            const list = exec.map((n: number) => n + 1, numbers(20), { chunkSize: 2 });
            assert.deepEqual(
              await endsOf(list),
              numbers(20).map((n) => n + 1),
            );
            const ids = watch.invocations.map(({ activation }) => activation.id);
            assert.equal(new Set(ids).size, ids.length);
          },
          { monitoring: 'direct' },
        ),
    },
    {
      name: 'are not waited for, when there are none',
      promise: "capabilities.replies has 'none': outcomes come by the monitor alone",
      unless: repliesNone,
      test: (platform) =>
        platform.run(
          async (exec) => {
            const list = exec.map(
              (n: number) => {
                if (n === 4) throw new Error('four');
                return n + 1;
              },
              numbers(10),
              { chunkSize: 2 },
            );
            assert.deepEqual(
              await endsOf(list),
              numbers(10).map((n) => (n === 4 ? 'four' : n + 1)),
            );
          },
          { monitoring: 'storage' },
        ),
    },
    {
      name: 'have request ids of their own',
      promise: "requestId is the platform's id of one request",
      test: (platform) =>
        platform.run(async (exec, watch) => {
          await exec.map((n: number) => n, numbers(6), { chunkSize: 1 });
          const ends = await Promise.all(watch.invocations.map(({ ended }) => ended));
          const ids = ends.flatMap((end) => ('reply' in end ? [end.reply.requestId] : []));
          // What was refused for the moment has none, and was sent again.
          assert.equal(new Set(ids).size, ids.length, `two requests have one id: ${ids.join(', ')}`);
        }),
    },
    {
      name: 'come piece by piece, when they are streamed',
      promise:
        'capabilities.streamsReplies is true: onPart hands outcomes over while other calls of the activation run',
      unless: both(repliesInline, streams),
      test: (platform) =>
        platform.run(
          async (exec) => {
            const place = await platform.newPlace();
            const list = exec.map(
              async ({ n, place }: { n: number; place: string }, { storage }) => {
                const key = `${place}/go`;
                while (n === 1 && (await storage.listKeys(storage.bucket, key)).length === 0)
                  await new Promise((resolve) => setTimeout(resolve, 50));
                return n;
              },
              numbers(2).map((n) => ({ ...place.told, n })),
              { chunkSize: 2 },
            );
            const ends = endsOf(list);
            try {
              await platform.patience.soon(
                Promise.resolve(list.at(0)),
                'the outcome of a call had not come while the call behind it ran',
              );
            } finally {
              await place.letGo();
            }
            assert.deepEqual(await ends, [0, 1]);
          },
          { monitoring: 'direct' },
        ),
    },
    {
      name: 'begin with the start of the work, when that is told',
      promise:
        'capabilities.tellsStart is true: onStarted is called when a worker has taken the activation, before it ends',
      unless: ({ capabilities: { tellsStart } }) =>
        tellsStart === true ? undefined : 'capabilities.tellsStart is not true',
      test: (platform) =>
        platform.run(async (exec, watch) => {
          const place = await platform.newPlace();
          let starts = 0;
          watch.sendInstead = ({ activation, options, invoke }) => {
            const onStarted = (): void => {
              starts++;
              options.onStarted?.();
            };
            return invoke(activation, { ...options, onStarted });
          };
          const list = exec.map(waits, [place.told]);
          await place.heard('begun');
          const before = starts;
          await place.letGo();
          assert.deepEqual(await endsOf(list), [0]);
          assert.ok(before > 0, 'onStarted had not been called when the call ran');
        }),
    },
  ],
};
