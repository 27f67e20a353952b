import { FunctionExecutor } from '@lithops/core';
import { keysLeft, monitorSuite } from '@lithops/testing-backends/monitor-suite';
import { afterAll, beforeAll, describe, it } from 'vitest';

const runner = { describe, it, beforeAll, afterAll };

describe.each(['direct', 'storage'])('the %s monitor', (monitoring) => {
  monitorSuite(runner, {
    open: (options) => new FunctionExecutor({ monitoring, maxWorkers: 2, ...options }),
    left: keysLeft,
  });
});
