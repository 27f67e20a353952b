import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { LocalhostStorage } from '../../core/src/localhost/localhost-storage.js';
import { MemoryStorage } from '../../core/src/testing/memory-storage-backend.js';
import { storageSuite } from '../src/index.js';

const runner = { describe, it, beforeAll, afterAll };

describe('localhost storage', () => {
  let root: string;
  afterAll(async () => rm(root, { recursive: true }));

  storageSuite(runner, {
    bucket: 'suite',
    keys: 'paths',
    create: async () => {
      root = await mkdtemp(path.join(tmpdir(), 'lithops-storage-suite-'));
      return new LocalhostStorage({ root });
    },
  });
});

describe('memory storage', () => {
  storageSuite(runner, { bucket: 'suite', keys: 'paths', create: () => new MemoryStorage() });
});
