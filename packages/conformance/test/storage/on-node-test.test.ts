import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = (store: string) => `
import { after as afterAll, before as beforeAll, describe, it } from 'node:test';
import { storageSuite } from '@lithops/conformance';
import { memoryStorage } from '@lithops/core/testing';
storageSuite({ describe, it, beforeAll, afterAll }, { create: () => ${store}, keys: 'paths' });
`;

/** What node:test counts, when it runs the suite as it was built. */
async function summaryOf(store: string) {
  const args = ['--test-reporter=tap', '--input-type=module', '--eval', program(store)];
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const ran = promisify(execFile)(process.execPath, args, { cwd, timeout: 100_000 });
  const { stdout } = await ran.catch((error: { readonly stdout: string }) => error);
  const count = (name: string) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(stdout)?.[1]);
  return { passed: count('pass'), failed: count('fail'), stdout };
}

it('the suite runs on node:test', async () => {
  const honest = await summaryOf('memoryStorage()');
  expect(honest.failed, honest.stdout).toBe(0);
  expect(honest.passed).toBeGreaterThan(60);
});

it('what is broken fails on node:test, by its promise', async () => {
  const wrong = await summaryOf(
    '({ ...memoryStorage(), name: "memory", create: (sections, context) => Object.assign(memoryStorage().create(sections, context), { bucketExists: async () => true }) })',
  );
  expect(wrong.failed).toBeGreaterThan(0);
  expect(wrong.stdout).toContain('Broken promise: what is missing is LITHOPS_NO_SUCH_BUCKET for a bucket');
});
