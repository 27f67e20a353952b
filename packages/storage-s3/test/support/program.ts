import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Runs a program of `test/programs` in a process of its own. */
export function runProgram(
  name: string,
  ...args: readonly string[]
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const file = fileURLToPath(new URL(`../programs/${name}`, import.meta.url));
  return promisify(execFile)(process.execPath, [file, ...args], { timeout: 60_000 });
}
