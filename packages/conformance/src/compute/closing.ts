import assert from 'node:assert/strict';
import { moreThan, whatIsAlive } from '../still-alive.js';
import type { PromiseGroup } from './promised.js';
import type { SuitePlatform } from './suite-platform.js';

/** What stays behind. */
export const closing: PromiseGroup = {
  title: 'close()',
  promises: [
    {
      name: 'leaves nothing that keeps the program alive, and no process',
      promise: 'close() ends connections and workers: no timer, socket, pipe or process is left',
      test: async (platform) => {
        // What is made once and shared by all is made by the first.
        await useOnce(platform);
        const before = whatIsAlive();
        await useOnce(platform);
        await useOnce(platform);
        let left: readonly string[] = [];
        try {
          await platform.patience.until(() => {
            left = moreThan(before);
            return left.length === 0;
          }, 'something was left');
        } catch {
          assert.fail(`Two executors have been closed, and there are more than before: ${left.join(', ')}.`);
        }
      },
    },
  ],
};

async function useOnce(platform: SuitePlatform): Promise<void> {
  await platform.run(async (exec) => {
    assert.equal(await exec.callAsync((n: number) => n + 1, 1), 2);
  });
}
