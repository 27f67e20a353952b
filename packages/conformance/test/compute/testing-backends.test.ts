import { batch, events, faas, WorkerFleet } from '@lithops/testing-backends';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { computeBackendSuite } from '../../src/index.js';

const runner = { describe, it, beforeAll, afterAll };

describe.each([
  ['faas', faas],
  ['events', events],
  ['batch', batch],
] as const)('%s', (_name, platform) => {
  const fleet = new WorkerFleet();
  computeBackendSuite(runner, {
    create: () => platform({ fleet }).plugin,
    teardown: () => fleet.close(),
  });
});
