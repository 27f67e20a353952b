import { monitorSuite } from '@lithops/conformance';
import { startTcpProxy } from '@lithops/testing-services';
import { rabbitmqUnderTest, whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { queuesLeft } from './support/broker.js';
import { monitor } from './support/programs.js';

const runner = { describe, it, beforeAll, afterAll };

describe.skipIf(whyNoRabbitmq !== undefined)(`the RabbitMQ monitor ${whyNoRabbitmq ?? ''}`, async () => {
  if (whyNoRabbitmq !== undefined) return;
  const url = new URL(rabbitmqUnderTest().url);
  const way = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
  url.port = String(way.port);

  monitorSuite(runner, {
    create: () => monitor({ amqpUrl: url.href, confirmTimeoutMs: 1000 }),
    teardown: () => way.stop(),
    cut: () => {
      way.refuse();
      return () => way.allow();
    },
    left: queuesLeft,
  });
});
