import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtins } from '@lithops/core/config';
import { memoryStorage } from '@lithops/core/testing';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { storageSuite } from '../../src/index.js';

const runner = { describe, it, beforeAll, afterAll };

describe('localhost storage', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lithops-storage-suite-'));
  beforeAll(() => void vi.stubEnv('TMPDIR', folder));
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  const [localhost] = builtins.storage;
  if (localhost === undefined) throw new Error('Expected core to bring the storage of this machine.');
  storageSuite(runner, { create: () => localhost, keys: 'paths' });
});

describe('memory storage', () => {
  storageSuite(runner, { create: () => memoryStorage(), keys: 'paths' });
});
