import { FunctionExecutor } from '@lithops/core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { keysLeft, monitorSuite } from '../src/index.js';

const runner = { describe, it, beforeAll, afterAll };

describe.each(['direct', 'storage'])('the %s monitor', (monitoring) => {
  monitorSuite(runner, {
    open: (options) => new FunctionExecutor({ monitoring, maxWorkers: 2, ...options }),
    left: keysLeft,
  });
});
