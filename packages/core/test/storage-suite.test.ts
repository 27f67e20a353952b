import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { LocalhostStorage } from '../src/localhost/localhost-storage.js';
import { MemoryStorage } from '../src/testing/memory-storage-backend.js';
import { storageBackendSuite } from './storage-suite.js';

const runner = {
  describe: (name: string, body: () => void) => void describe(name, body),
  it: (name: string, body: () => Promise<void> | void) => it(name, body),
  beforeAll: (body: () => Promise<void>) => beforeAll(body),
  afterAll: (body: () => Promise<void>) => afterAll(body),
};

describe('localhost storage', () => {
  let root: string;
  afterAll(async () => rm(root, { recursive: true }));

  storageBackendSuite(runner, {
    bucket: 'suite',
    create: async () => {
      root = await mkdtemp(path.join(tmpdir(), 'lithops-storage-suite-'));
      return new LocalhostStorage({ root });
    },
  });
});

describe('memory storage', () => {
  storageBackendSuite(runner, { bucket: 'suite', create: () => new MemoryStorage() });
});
