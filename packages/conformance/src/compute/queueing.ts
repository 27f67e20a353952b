import assert from 'node:assert/strict';
import { endsOf } from '../ends.js';
import { waits } from './place.js';
import type { PromiseGroup } from './promised.js';
import { asActivations, both, cancels, takesActivations } from './unless.js';

/** Work that has not begun yet. */
export const queueing: PromiseGroup = {
  title: 'work that waits',
  unless: both(takesActivations, cancels, ({ capabilities: { cancel, defaultMaxWorkers } }) => {
    if (cancel !== 'queued') return "capabilities.cancel is 'running': all of it is stopped";
    return defaultMaxWorkers <= 32
      ? undefined
      : `capabilities.defaultMaxWorkers is ${defaultMaxWorkers}: too many`;
  }),
  promises: [
    {
      name: 'is taken out of its queue, and what runs is not',
      promise:
        "capabilities.cancel is 'queued': cancelActivation resolves 'was-queued' for what then never begins, and 'unknown' for what runs",
      test: async (platform) => {
        const place = await platform.newPlace();
        const { defaultMaxWorkers: workers } = (await platform.backend()).capabilities;
        await platform.run(
          async (exec, watch) => {
            const items = Array.from({ length: workers + 2 }, () => place.told);
            const ends = endsOf(exec.map(waits, items, { chunkSize: 1 }));
            await place.heard('begun', workers);
            const backend = asActivations(watch.backend);
            const answers = new Map<string | undefined, number>();
            for (const { activation } of watch.invocations) {
              const answer = await backend.cancelActivation?.(activation.id);
              answers.set(answer, (answers.get(answer) ?? 0) + 1);
            }
            await place.letGo();
            await ends;
            const went = (await place.said('went-on')).length;
            assert.equal(answers.get('stopped'), undefined, "cancelActivation resolved 'stopped'");
            assert.equal(
              went,
              answers.get('unknown') ?? 0,
              "calls went on other than those for which it resolved 'unknown'",
            );
          },
          { maxWorkers: workers + 2 },
        );
      },
    },
  ],
};
