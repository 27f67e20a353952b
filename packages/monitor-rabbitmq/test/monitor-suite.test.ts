import { keysLeft, monitorSuite } from '@lithops/conformance';
import { FunctionExecutor } from '@lithops/core';
import { whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { monitor } from './support/programs.js';

const runner = { describe, it, beforeAll, afterAll };

describe.skipIf(whyNoRabbitmq !== undefined)(`the RabbitMQ monitor ${whyNoRabbitmq ?? ''}`, () => {
  monitorSuite(runner, {
    open: (options) => new FunctionExecutor({ monitoring: monitor(), maxWorkers: 2, ...options }),
    left: keysLeft,
  });
});
