import { describe, it } from 'vitest';
import { onNodeTest } from './node-test.js';

const quiet = 'onLeftOut: () => undefined';

describe('on node:test, from what is published', { timeout: 400_000 }, () => {
  it.concurrent('the suite of compute backends runs, and skips what is not declared', async ({ expect }) => {
    const { passed, failed, skipped, stdout } = await onNodeTest(`
      import { computeBackendSuite } from '@lithops/conformance';
      import { localhost } from '@lithops/core/testing';
      computeBackendSuite(runner, { create: () => localhost, ${quiet} });`);
    expect(failed, stdout).toBe(0);
    expect(passed).toBeGreaterThan(40);
    expect(skipped).toBeGreaterThan(5);
    expect(stdout).toContain("# SKIP dispatch is 'activation', it has no submit");
  });

  it.concurrent('the suite of storages runs, and skips what is not declared', async ({ expect }) => {
    const { passed, failed, stdout } = await onNodeTest(`
      import { storageSuite } from '@lithops/conformance';
      import { memoryStorage } from '@lithops/core/testing';
      storageSuite(runner, { create: () => memoryStorage(), keys: 'paths', ${quiet} });`);
    expect(failed, stdout).toBe(0);
    expect(passed).toBeGreaterThan(60);
    expect(stdout).toContain("# SKIP keys is 'paths'");
  });

  it.concurrent('the suite of monitors runs, and skips what it was not given', async ({ expect }) => {
    const { passed, failed, stdout } = await onNodeTest(`
      import { monitorSuite } from '@lithops/conformance';
      import { builtins } from '@lithops/core/config';
      monitorSuite(runner, { create: () => builtins.monitor[0], ${quiet} });`);
    expect(failed, stdout).toBe(0);
    expect(passed).toBeGreaterThan(40);
    expect(stdout).toContain('# SKIP monitorSuite was given no `cut`');
  });

  it.concurrent('what is broken fails by its promise', async ({ expect }) => {
    const { failed, stdout } = await onNodeTest(`
      import { storageSuite } from '@lithops/conformance';
      import { memoryStorage } from '@lithops/core/testing';
      const memory = memoryStorage();
      const create = (...given) => Object.assign(memory.create(...given), { bucketExists: async () => true });
      storageSuite(runner, { create: () => ({ ...memory, create }), keys: 'paths', ${quiet} });`);
    expect(failed).toBeGreaterThan(0);
    expect(stdout).toContain('Broken promise: what is missing is LITHOPS_NO_SUCH_BUCKET for a bucket');
  });
});
