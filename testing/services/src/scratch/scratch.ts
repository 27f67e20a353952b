import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const janitorProgram = fileURLToPath(new URL('janitor.mjs', import.meta.url));
const variable = 'LITHOPS_TESTING_SCRATCH';

/**
 * A temporary folder together with all processes that are started for it, which end together: by {@link Scratch.end}, or when
 * this process ends in any way. SIGKILL leaves no chance to clean up, so that a process of its own, the janitor, does it.
 */
export class Scratch implements AsyncDisposable {
  readonly folder: string;
  readonly #janitor: ChildProcess;

  private constructor(folder: string, janitor: ChildProcess) {
    this.folder = folder;
    this.#janitor = janitor;
  }

  /** @param name the beginning of the folder's name, such as `lithops-ceph` */
  static async open(name: string): Promise<Scratch> {
    const folder = await mkdtemp(path.join(tmpdir(), `${name}-`));
    // A session of its own: Ctrl-C in a terminal does not reach it.
    const janitor = spawn(process.execPath, [janitorProgram, folder, variable], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    // Once it has said that it is ready, no end of this process escapes it.
    await once(janitor.stdout, 'readable');
    if (janitor.stdout.read() === null) throw new Error(`Expected ${janitorProgram} to run, but it ended.`);
    janitor.stdout.destroy();
    const scratch = new Scratch(folder, janitor);
    scratch.#letTheProgramEnd();
    return scratch;
  }

  /** The environment of processes that are to end with this folder. */
  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.mark };
  }

  /** The one variable of it by which they are found, for processes that are to inherit nothing else. */
  get mark(): Readonly<Record<string, string>> {
    return { [variable]: this.folder };
  }

  path(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  /** Ends the processes, removes the folder, and resolves when both are gone. May be called twice. */
  async end(): Promise<void> {
    if (this.#janitor.exitCode !== null || this.#janitor.signalCode !== null) return;
    const gone = once(this.#janitor, 'exit');
    this.#janitor.ref();
    this.#janitor.stdin?.end();
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  #letTheProgramEnd(): void {
    this.#janitor.unref();
    if (this.#janitor.stdin instanceof Socket) this.#janitor.stdin.unref();
  }
}
