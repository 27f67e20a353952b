import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Scratch } from '../scratch/scratch.js';

const execute = promisify(execFile);

/** Runs Ceph's tools against one cluster, until a deadline. */
export class CephCommands {
  readonly #scratch: Scratch;
  readonly #configurationFile: string;

  constructor(scratch: Scratch, configurationFile: string) {
    this.#scratch = scratch;
    this.#configurationFile = configurationFile;
  }

  /** The arguments of a daemon of this cluster, which takes its whole configuration, and the monitor's map, from files. */
  daemon(...args: readonly string[]): readonly string[] {
    return ['--conf', this.#configurationFile, '--no-mon-config', '--foreground', ...args];
  }

  /**
   * @param deadline ends the command
   * @returns what it printed
   * @throws Error with what it printed, when it failed or was ended
   */
  async run(deadline: AbortSignal, program: string, ...args: readonly string[]): Promise<string> {
    const options = { env: this.#scratch.environment, cwd: this.#scratch.folder, signal: deadline };
    const { stdout } = await execute(program, ['--conf', this.#configurationFile, ...args], options);
    return stdout;
  }
}
