import { batch, events, faas } from '@lithops/testing-backends';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { computeBackendSuite } from '../../src/index.js';

const runner = { describe, it, beforeAll, afterAll };

// Machines of their own: with those that stay when a backend is closed, nobody could tell what it has left.
describe.each([
  ['faas', faas],
  ['events', events],
  ['batch', batch],
] as const)('%s', (_name, platform) => {
  computeBackendSuite(runner, { create: () => platform({}).plugin });
});
