import { localhost } from '@lithops/core/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { computeBackendSuite } from '../../src/index.js';

describe('localhost', () => {
  computeBackendSuite({ describe, it, beforeAll, afterAll }, { create: () => localhost });
});
