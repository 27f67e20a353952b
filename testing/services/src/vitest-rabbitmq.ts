import type { TestProject } from 'vitest/node';
import { ensureRabbitmqInstalled } from './install/rabbitmq-packages.js';
import { startRabbitmq } from './rabbitmq/rabbitmq.js';
import type {} from './rabbitmq/rabbitmq-under-test.js';

/**
 * Vitest's `globalSetup` of packages whose tests need RabbitMQ: one broker for all files of a run. Where there is none, that
 * is a failure under CI, and elsewhere a reason to leave those tests out.
 */
export default async function setup({
  provide,
}: Pick<TestProject, 'provide'>): Promise<(() => Promise<void>) | undefined> {
  const missing = await ensureRabbitmqInstalled();
  if (missing !== undefined) {
    if (process.env['CI']) throw new Error(`Expected RabbitMQ to test against, but this ${missing}.`);
    provide('rabbitmq', missing);
    return undefined;
  }
  const { url, secureUrl, ca, password, users, stop } = await startRabbitmq();
  provide('rabbitmq', { url, secureUrl, ca, password, users });
  return stop;
}
