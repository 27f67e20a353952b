import { FunctionExecutor } from '@lithops/core';
import type { StorageBackend, StoragePlugin } from '@lithops/core/spec';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

describe('a worker that has answered', () => {
  it('takes other calls before the monitor has told what the first ones came to', async () => {
    const exec = new FunctionExecutor({
      backend: inProcess(),
      storage: thatListsWhenItHolds(4),
      monitoring: 'storage',
      maxWorkers: 1,
    });
    onTestFinished(() => exec.close());
    const results = exec.map((x: number) => x * 2, [1, 2, 3, 4], { chunkSize: 1 });
    expect(await results).toEqual([2, 4, 6, 8]);
  });
});

/** A store in memory whose listings wait until there are so many statuses. */
function thatListsWhenItHolds(statuses: number): StoragePlugin {
  const plugin = memoryStorage();
  let missing = statuses;
  let isComplete = () => {};
  const complete = new Promise<void>((resolve) => {
    isComplete = resolve;
  });
  return {
    ...plugin,
    async create(...given) {
      const store = await plugin.create(...given);
      const put: StorageBackend['put'] = async (bucket, key, ...rest) => {
        await store.put(bucket, key, ...rest);
        if (/\/status\/\d/.test(key)) missing--;
        if (missing === 0) isComplete();
      };
      const list: StorageBackend['list'] = async function* (...asked) {
        await complete;
        yield* store.list(...asked);
      };
      return new Proxy(store, {
        get(target, name) {
          if (name === 'put') return put;
          if (name === 'list') return list;
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
  };
}
