// The suite on the runner of Node.js, from what was built, as a package outside has it.
import { after, before, describe, it } from 'node:test';
import { computeBackendSuite } from '@lithops/conformance';
import { localhost } from '@lithops/core/testing';

const runner = { describe, it, beforeAll: before, afterAll: after };

describe('localhost', () => {
  computeBackendSuite(runner, { create: () => localhost, onLeftOut: () => undefined });
});
