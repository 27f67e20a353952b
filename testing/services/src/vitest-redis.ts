import type { TestProject } from 'vitest/node';
import { ensureRedisInstalled } from './install/redis-packages.js';
import { startRedis } from './redis/redis.js';
import type {} from './redis/redis-under-test.js';

/**
 * Vitest's `globalSetup` of packages whose tests need Redis: one server for all files of a run. Where there is none, that is a
 * failure under CI, and elsewhere a reason to leave those tests out.
 */
export default async function setup({
  provide,
}: Pick<TestProject, 'provide'>): Promise<(() => Promise<void>) | undefined> {
  const missing = await ensureRedisInstalled();
  if (missing !== undefined) {
    if (process.env['CI']) throw new Error(`Expected Redis to test against, but this ${missing}.`);
    provide('redis', missing);
    return undefined;
  }
  const { url, password, stop } = await startRedis();
  provide('redis', { url, password });
  return stop;
}
