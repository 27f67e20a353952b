import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** A new seed each time: what fails prints it, and `npm run chaos -- --seed n` runs the same rounds again. */
it('20 seconds of random jobs with random faults come to what they must, and leave nothing', async () => {
  const args = ['--import', 'tsx', main, '--minutes', String(1 / 3)];
  const run = promisify(execFile)(process.execPath, args, { timeout: 170_000 });
  const { stdout } = await run.catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? String(error),
  }));
  expect(stdout).toMatch(/chaos: all as it must be\n$/);
});
