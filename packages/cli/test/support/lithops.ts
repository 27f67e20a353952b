import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** What a command line came to. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = `
  import { run } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
  process.exitCode = await run(process.argv.slice(1));
`;

/** Runs `lithops` in a process of its own, in that folder, with nothing configured or stored outside of it. */
export async function lithops(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input: string | Uint8Array = '',
): Promise<Ended> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', main, '--', ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve).on('error', reject);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}
