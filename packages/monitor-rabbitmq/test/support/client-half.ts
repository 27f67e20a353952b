import { randomUUID } from 'node:crypto';
import type { MonitorContext } from '@lithops/core/spec';
import { onTestFinished } from 'vitest';
import { RabbitmqMonitor } from '../../src/rabbitmq-monitor.js';
import type { RabbitmqSection } from '../../src/rabbitmq-section.js';
import { settingsOf } from '../../src/rabbitmq-settings.js';

const section = {
  connect_timeout: 5,
  confirm_timeout: 5,
  heartbeat: 30,
  queue_expires: 3600,
  prefetch: 500,
} satisfies Omit<RabbitmqSection, 'amqp_url'>;

const silent = { debug: () => undefined, warn: () => undefined };

/** A monitor without an executor around it; closed when the test is over. */
export function ownMonitor(
  own: Pick<RabbitmqSection, 'amqp_url'> & Partial<RabbitmqSection>,
  onInfo: (message: string) => void = () => undefined,
) {
  const whole = { ...section, ...own };
  const made = new RabbitmqMonitor(whole, settingsOf(whole), { ...silent, info: onInfo });
  onTestFinished(() => made.close());
  return made;
}

/** Of an executor that is nobody else's. */
export function newContext(): MonitorContext {
  const storage = () => Promise.reject(new Error('Nobody should ask for the store.'));
  return { executorId: `test-${randomUUID()}`, bucket: 'none', storage, intervalMs: undefined };
}
