import { monitorSuite } from '@lithops/conformance';
import { builtins } from '@lithops/core/config';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { jobTests } from '../../src/monitor/jobs.js';
import { SuitePrograms } from '../../src/monitor/suite-programs.js';

const runner = { describe, it, beforeAll, afterAll };

describe.each(builtins.monitor)('the monitor "$name"', (plugin) => {
  monitorSuite(runner, { create: () => plugin });
});

// Core's own and no plug-in: outcomes come on replies, and there are no halves.
describe('the monitor "direct"', () => {
  jobTests(runner, new SuitePrograms({ create: () => 'direct' }));
});
