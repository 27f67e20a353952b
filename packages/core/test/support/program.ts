import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a program ended. */
export interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** `Date.now()` at its end. */
  readonly atMs: number;
}

/** One of the programs of `test/api/programs`. */
export function programFile(name: string): string {
  return fileURLToPath(new URL(`../api/programs/${name}`, import.meta.url));
}

/** Runs one of the programs of `test/api/programs` to its end in a process of its own. */
export function runProgram(
  name: string,
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...nodeArgs, programFile(name), ...args],
      { timeout: 150_000 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, stdout, stderr, atMs: Date.now() }),
    );
  });
}
