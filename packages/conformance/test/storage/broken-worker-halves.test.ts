import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtins } from '@lithops/core/config';
import { defineSection, defineStoragePlugin } from '@lithops/core/spec';
import { memoryStorage, openStorage } from '@lithops/core/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { storageSuite } from '../../src/index.js';
import { Recorded } from '../recorded.js';

const [localhost] = builtins.storage;

/** A plug-in whose worker half is that module. */
function withHalf(name: string, worker: URL, shown = memoryStorage()) {
  return defineStoragePlugin({ name, section: defineSection({}), worker, create: () => openStorage(shown) });
}

async function messagesOf(plugin: ReturnType<typeof withHalf>, only = ''): Promise<readonly string[]> {
  const options = {
    create: () => plugin,
    keys: 'paths',
    patienceMs: PATIENCE_MS,
    onLeftOut: () => undefined,
  } as const;
  const suite = new Recorded((runner) => storageSuite(runner, options));
  const failures = await suite.failures((name) => name.includes(only));
  return failures.map(({ message }) => message);
}

/** Longer than a job takes that comes to its end at all, milliseconds. */
const PATIENCE_MS = 20_000;

const opens = 'Broken promise: another process opens the store by the worker half';
const job = 'Broken promise: a job gets its large results by way of the store';

describe('the storage suite catches a plug-in', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lithops-broken-halves-'));
  beforeAll(() => void vi.stubEnv('TMPDIR', folder));
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('whose worker half is not there: it was not built, or not published', async () => {
    const messages = await messagesOf(withHalf('lost', new URL('nowhere/worker.js', import.meta.url)));
    expect(messages).toContainEqual(expect.stringMatching(`^${opens}[^]*nowhere/worker.js`));
    expect(messages).toContainEqual(
      expect.stringMatching(`^${job}[^]*LITHOPS_PLUGIN_INVALID|${job}[^]*cannot be`),
    );
  });

  it('whose worker half opens other objects than the program', async () => {
    const url = new URL('broken/never-ends.mjs', import.meta.url);
    const messages = await messagesOf(withHalf('never_ends', url), 'another process');
    expect(messages).toEqual([expect.stringMatching(`^${opens}[^]*LITHOPS_NO_SUCH`)]);
  });

  it('whose workers write to other objects than the program reads, instead of waiting for ever', async () => {
    const url = new URL('broken/never-ends.mjs', import.meta.url);
    const messages = await messagesOf(withHalf('never_ends', url), 'a job › gets its large results');
    expect(messages).toEqual([expect.stringMatching(`^${job}[^]*the job had not come to its end`)]);
  });

  it('that keeps a program from ending when it is closed', async () => {
    const url = new URL('broken/never-ends.mjs', import.meta.url);
    const messages = await messagesOf(withHalf('never_ends', url, localhost));
    expect(messages).toEqual([expect.stringMatching(`^${opens}[^]*It does not end after close: .*Timeout`)]);
  });
});
