import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { codeOf, messageOf } from '../util/thrown.js';
import { packageError } from './package-error.js';

/** What npm is run with. */
export interface NpmRun {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** What it says, without what nobody may read. */
  readonly redact: (text: string) => string;
}

/** The first that knows `--libc`. */
const OLDEST = { major: 10, minor: 4 };
const LAST_LINES = 12;

/**
 * Runs npm, for what it prints.
 *
 * @throws {LithopsError} `LITHOPS_PACKAGES` with npm's last lines when it fails, and when there is none
 */
export async function runNpm(parameters: readonly string[], run: NpmRun): Promise<string> {
  const { folder, environment, signal, redact } = run;
  const child = spawn(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...parameters], {
    cwd: folder,
    env: { ...environment },
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Not a program but a script, there. All parameters are ours.
    shell: process.platform === 'win32',
  });
  try {
    const [output, said, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    if (status === 0) return output;
    throw failed(redact(lastLines(said)));
  } catch (error) {
    signal.throwIfAborted();
    throw ['ENOENT', 'EACCES'].includes(String(codeOf(error))) ? missing(error) : error;
  }
}

/** @throws {LithopsError} `LITHOPS_PACKAGES` when npm cannot install for another system than its own */
export async function checkNpm(run: NpmRun): Promise<void> {
  const version = (await runNpm(['--version'], run)).trim();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return;
  throw packageError(
    `Expected npm ${OLDEST.major}.${OLDEST.minor} or newer to install "packages" for the system of the workers, got ${version}: run npm i -g npm`,
  );
}

function lastLines(said: string): string {
  const lines = said.split('\n').map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trimEnd());
  const telling = lines.filter((line) => line.trim() !== '' && !/complete log of this run|_logs/.test(line));
  return telling.slice(-LAST_LINES).join('\n  ');
}

function failed(said: string): Error {
  return packageError(
    `Expected npm to install what "packages" names for the workers, but it failed:\n  ${said}\nIt was run with the settings (.npmrc) of this project and user. Mend what it says, then run the program again.`,
  );
}

function missing(cause: unknown): Error {
  return packageError(
    `Expected npm on the PATH, because it installs what "packages" names for the workers; found none (${messageOf(cause)}). Install it (it comes with Node.js), or use a runtime that has the packages (\`lithops runtime build\`).`,
    cause,
  );
}
