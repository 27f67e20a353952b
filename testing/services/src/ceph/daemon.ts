import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import type { Scratch } from '../scratch/scratch.js';

/** A server process that lives as long as its scratch folder. */
export class Daemon {
  readonly #name: string;
  readonly #logFile: string;
  readonly #process: ChildProcess;
  readonly #end = new AbortController();

  private constructor(name: string, logFile: string, process: ChildProcess) {
    this.#name = name;
    this.#logFile = logFile;
    this.#process = process;
    process.once('exit', () => this.#end.abort());
  }

  /** Starts a program that stays in the foreground; what it prints goes to `<name>.log` in the scratch folder. */
  static async start(
    scratch: Scratch,
    name: string,
    program: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Daemon> {
    const logFile = scratch.path(`${name}.log`);
    const log = await open(logFile, 'a');
    const process = spawn(program, args, {
      cwd: scratch.folder,
      env: { ...scratch.environment, ...environment },
      stdio: ['ignore', log.fd, log.fd],
      detached: true, // not in this terminal's group: Ctrl-C is for the program that runs the tests
    });
    const daemon = new Daemon(name, logFile, process);
    try {
      await once(process, 'spawn');
    } finally {
      await log.close();
    }
    process.unref();
    return daemon;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Aborted when the process has ended: nobody need wait for its answer. */
  get end(): AbortSignal {
    return this.#end.signal;
  }

  /**
   * Throws when the process has ended.
   *
   * @throws DaemonEnded with the end of its log
   */
  async expectAlive(): Promise<void> {
    if (!this.end.aborted) return;
    const how = this.#process.signalCode ?? `code ${this.#process.exitCode}`;
    throw new DaemonEnded(this.#name, how, await readFile(this.#logFile, 'utf8'));
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Resolves when the process is gone. */
  async ended(): Promise<void> {
    if (this.end.aborted) return;
    this.#process.ref();
    await once(this.#process, 'exit');
  }
}

/** A server process ended when it should have run on. */
export class DaemonEnded extends Error {
  override readonly name = 'DaemonEnded';

  constructor(daemon: string, how: string, log: string) {
    super(
      `Expected ${daemon} to run, but it ended with ${how}:\n${log.trimEnd().split('\n').slice(-20).join('\n')}`,
    );
  }
}
