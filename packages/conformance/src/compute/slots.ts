import assert from 'node:assert/strict';
import { endsOf, numbers } from '../ends.js';
import { meets } from './place.js';
import type { PromiseGroup } from './promised.js';

/** Those that have the slots first stay until workers have started that must not, on a slow machine as well: in looks of 25 ms. */
const LONG_LOOKS = 40;

/** How many at once. */
export const slots: PromiseGroup = {
  title: 'workers at once',
  promises: [
    {
      name: 'are never more than are allowed',
      promise: 'no more workers run at the same time than max_workers of the section says',
      test: async (platform) => {
        const place = await platform.newPlace();
        await platform.run(
          async (exec) => {
            const items = numbers(8).map((n) => ({ ...place.told, looks: n < 2 ? LONG_LOOKS : 2 }));
            const met = await endsOf(exec.map(meets, items, { chunkSize: 1 }));
            assert.equal(met.length, 8);
            const most = Math.max(...met.map(Number));
            assert.ok(
              most <= 2,
              `with maxWorkers: 2, ${met.join(', ')} calls saw each other at the same time`,
            );
          },
          { maxWorkers: 2 },
        );
      },
    },
    {
      name: 'are as many as are allowed',
      promise: 'workers run at the same time, up to max_workers of the section',
      test: async (platform) => {
        const place = await platform.newPlace();
        await platform.run(
          async (exec) => {
            // Each waits for the other: where only one runs, neither ends.
            const both = exec.map(
              async ({ place }: { place: string }, { storage, index }) => {
                await storage.putObject(storage.bucket, `${place}/here/${index}`, '-');
                while ((await storage.listKeys(storage.bucket, `${place}/here/`)).length < 2)
                  await new Promise((resolve) => setTimeout(resolve, 50));
                return index;
              },
              [place.told, place.told],
              { chunkSize: 1 },
            );
            assert.deepEqual(await platform.patience.soon(endsOf(both), 'two calls had not met'), [0, 1]);
          },
          { maxWorkers: 2 },
        );
      },
    },
  ],
};
