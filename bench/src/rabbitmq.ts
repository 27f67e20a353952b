import { rabbitmq } from '@lithops/monitor-rabbitmq';
import { ensureRabbitmqInstalled, type Rabbitmq, startRabbitmq } from '@lithops/testing-services';

/** Of the cases that need a broker: `undefined` where there is RabbitMQ, installed if that can be done; else why it is not. */
export async function whyNoRabbitmq(): Promise<string | undefined> {
  try {
    return await ensureRabbitmqInstalled();
  } catch (error) {
    return `needs RabbitMQ, which could not be installed: ${error instanceof Error ? error.message : error}`;
  }
}

export { type Rabbitmq, startRabbitmq };

/** What a job is monitored by, ours first: by name, as options of an executor have it. */
export function monitors({ url }: Rabbitmq) {
  return [
    ['lithops, rabbitmq', rabbitmq({ amqpUrl: url })],
    ['lithops, storage', 'storage'],
    ['lithops, direct', 'direct'],
  ] as const;
}
