import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { LithopsError } from '../errors/lithops-error.js';
import { codeOf, messageOf } from '../util/thrown.js';
import { lastLine } from './container-failure.js';
import type { ContainerSettings } from './container-settings.js';

const ENGINES = ['docker', 'podman'] as const;

/** How long the engine may take to answer a question, milliseconds. */
const ANSWER_MS = 30_000;

const execute = promisify(execFile);

/** Docker or Podman, as a command of this machine. */
export class ContainerEngine {
  readonly command: string;
  readonly #ownArguments: readonly string[];

  /** @throws {LithopsError} `LITHOPS_CONTAINER_FAILED` when none is installed, or not the one that is wanted. */
  constructor({ engine, engineArguments, image }: ContainerSettings) {
    this.command = engine ?? installedEngine(image);
    this.#ownArguments = engineArguments;
  }

  /** What is to be executed for one of its commands. */
  arguments(...command: readonly string[]): readonly string[] {
    return [...this.#ownArguments, ...command];
  }

  /**
   * Arguments of `run` by which processes in the container are this very user: files that calls write into folders of this
   * machine belong to whom they should.
   */
  async userArguments(): Promise<readonly string[]> {
    const user = process.getuid?.();
    const group = process.getgid?.();
    if (user === undefined || group === undefined) return [];
    const own = ['--user', `${user}:${group}`];
    if (user === 0) return own;
    const version = await this.ask('--version');
    if (/podman/i.test(version)) return ['--userns=keep-id', ...own];
    const security = await this.ask('info', '--format', '{{.SecurityOptions}}');
    // The root of such a container is this user outside; all others are nobody.
    return /rootless/.test(security) ? ['--user', '0:0'] : own;
  }

  /** @throws {LithopsError} `LITHOPS_CONTAINER_FAILED` with what it said, when it fails. */
  async ask(...command: readonly string[]): Promise<string> {
    try {
      const { stdout } = await execute(this.command, this.arguments(...command), { timeout: ANSWER_MS });
      return stdout;
    } catch (error) {
      throw isMissing(error) ? this.missing(error) : this.#failed(command, error);
    }
  }

  /** Ends a container, and deletes it. One that is gone already is as good. */
  async remove(name: string): Promise<void> {
    await this.ask('rm', '--force', name).catch(() => undefined);
  }

  /** The command could not be executed. */
  missing(cause: unknown): LithopsError {
    return containerFailed(
      `Expected \`${this.command}\` (localhost.container_engine) to be docker or podman, got: ${messageOf(cause)}. Correct its name or path, or leave it out to take what is installed.`,
      cause,
    );
  }

  #failed(command: readonly string[], cause: unknown): LithopsError {
    const text = typeof cause === 'object' && cause !== null && 'stderr' in cause ? String(cause.stderr) : '';
    const said = lastLine(text) ?? messageOf(cause);
    return containerFailed(`\`${this.command} ${command.join(' ')}\` failed: ${said}`, cause);
  }
}

function installedEngine(image: string): string {
  const found = ENGINES.find(isInstalled);
  if (found !== undefined) return found;
  throw containerFailed(
    `Expected docker or podman on PATH to run workers in "${image}", found neither. Install one of them, give the path of one as localhost.container_engine, or leave \`runtime\` out to run workers as processes.`,
  );
}

function isInstalled(command: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false; // not there
    }
  });
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'EACCES';
}

function containerFailed(message: string, cause?: unknown): LithopsError {
  return new LithopsError({ code: 'LITHOPS_CONTAINER_FAILED', message, cause });
}
