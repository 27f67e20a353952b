import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('./programs/node-test.mjs', import.meta.url));

it('the suite for compute backends runs on node:test, from what is published', {
  timeout: 600_000,
}, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap', program]);
  const count = (what: string): number => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(stdout)?.[1]);
  expect(count('fail')).toBe(0);
  expect(count('pass')).toBeGreaterThan(40);
  expect(stdout).toMatch(/# SKIP dispatch is 'activation', it has no submit/);
});
