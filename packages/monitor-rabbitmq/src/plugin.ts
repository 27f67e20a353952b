import { defineMonitorPlugin, type Factory, type MonitorPlugin } from '@lithops/core/spec';
import { lithopsErrorOf } from './client/lithops-error-of.js';
import { openMonitor } from './open-monitor.js';
import { rabbitmqSection } from './rabbitmq-section.js';

/**
 * `monitoring: rabbitmq`: workers tell what became of calls by a RabbitMQ broker.
 *
 * @example
 * import { FunctionExecutor } from '@lithops/core';
 * import { rabbitmq } from '@lithops/monitor-rabbitmq';
 *
 * await using exec = new FunctionExecutor({ monitoring: rabbitmq({ amqpUrl: 'amqp://localhost' }) });
 */
export const rabbitmq: Factory<typeof rabbitmqSection, MonitorPlugin> = defineMonitorPlugin({
  name: 'rabbitmq',
  section: rabbitmqSection,
  worker: new URL('./worker.js', import.meta.url),
  create: async (section, context) => {
    try {
      return await openMonitor(section, context);
    } catch (error) {
      throw lithopsErrorOf(error);
    }
  },
});
