import { expect, it, vi } from 'vitest';
import { MonitorFeed } from './monitor-feed.js';

it('says that its monitor failed, and closes all the same', async () => {
  const warn = vi.fn();
  const silent = (): void => undefined;
  const client = {
    watch: silent,
    unwatch: silent,
    close: async () => undefined,
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('connection lost')) }),
  };
  const log = { debug: silent, info: silent, warn, error: silent };
  const feed = new MonitorFeed(client, { sealKey: 'k', log, deliver: silent });
  await feed.close();
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('connection lost'));
});
