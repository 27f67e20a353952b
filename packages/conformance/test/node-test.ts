import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Longer than any of them takes, milliseconds. */
const LONGEST_MS = 300_000;

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** All that it has printed, in TAP. */
  readonly stdout: string;
}

/** What node:test counts when it runs a suite as it was built and as a package outside has it. @param body - calls it with `runner` */
export async function onNodeTest(body: string): Promise<Summary> {
  const program = `
    import { after as afterAll, before as beforeAll, describe, it } from 'node:test';
    const runner = { describe, it, beforeAll, afterAll };
    ${body}`;
  const args = ['--test-reporter=tap', '--input-type=module', '--eval', program];
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const ran = promisify(execFile)(process.execPath, args, { cwd, timeout: LONGEST_MS, maxBuffer: 2 ** 26 });
  const { stdout } = await ran.catch((error: { readonly stdout: string }) => error);
  const count = (name: string) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(stdout)?.[1]);
  return { passed: count('pass'), failed: count('fail'), skipped: count('skipped'), stdout };
}
