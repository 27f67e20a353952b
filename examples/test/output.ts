import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const folder = fileURLToPath(new URL('..', import.meta.url));

interface Output {
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** What the example prints, started as its readers start it. Fails when it ends with another code than 0. */
export async function runExample(example: string, ...args: readonly string[]): Promise<Output> {
  const run = promisify(execFile);
  const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', example, ...args], {
    cwd: folder,
    timeout: 120_000,
  });
  return { lines: stdout.trimEnd().split('\n'), stderr };
}

/** Of an example that has nothing to warn of. */
export async function outputOf(example: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { lines, stderr } = await runExample(example, ...args);
  if (stderr !== '') throw new Error(`${example} wrote to stderr: ${stderr}`);
  return lines;
}
