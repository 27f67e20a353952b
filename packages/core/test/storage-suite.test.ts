import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { storageBackendSuite } from '@lithops/testing-backends/storage-suite';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { LocalhostStorage } from '../src/localhost/localhost-storage.js';
import { MemoryStorage } from '../src/testing/memory-storage-backend.js';

const runner = { describe, it, beforeAll, afterAll };

describe('localhost storage', () => {
  let root: string;
  afterAll(async () => rm(root, { recursive: true }));

  storageBackendSuite(runner, {
    bucket: 'suite',
    keys: 'paths',
    create: async () => {
      root = await mkdtemp(path.join(tmpdir(), 'lithops-storage-suite-'));
      return new LocalhostStorage({ root });
    },
  });
});

describe('memory storage', () => {
  storageBackendSuite(runner, { bucket: 'suite', keys: 'paths', create: () => new MemoryStorage() });
});
