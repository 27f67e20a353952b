import { type ChildProcess, spawn } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { type HostEnd, type HostLauncher, heapLimits, type LaunchOptions, type RunningHost } from './host.js';
import { forEachLine } from './lines.js';
import { residentBytes } from './process-memory.js';
import type { Sandbox } from './sandbox.js';

/** Gives each environment a process of its own, in a process group of its own: what it starts is frozen and ends with it. */
export class ProcessLauncher implements HostLauncher {
  readonly #bootstrap: string;
  readonly #sandbox: Sandbox;

  /** @param bootstrap the program that speaks with the Runtime API */
  constructor(bootstrap: string, sandbox: Sandbox) {
    this.#bootstrap = bootstrap;
    this.#sandbox = sandbox;
  }

  launch({ codeFolder, variables, memoryMb, nodeProgram, onLine }: LaunchOptions): RunningHost {
    const { oldSpaceMb, semiSpaceMb } = heapLimits(memoryMb);
    const flags = [`--max-old-space-size=${oldSpaceMb}`, `--max-semi-space-size=${semiSpaceMb}`];
    const [command, ...parameters] = this.#sandbox.command(nodeProgram, [...flags, this.#bootstrap]);
    const child = spawn(command, parameters, {
      cwd: codeFolder,
      env: variables,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    forEachLine(child.stdout, onLine);
    forEachLine(child.stderr, onLine);
    return new ProcessHost(child, onLine);
  }

  async stop(): Promise<void> {}
}

class ProcessHost implements RunningHost {
  readonly ended: Promise<HostEnd>;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess, onLine: (line: string) => void) {
    this.#child = child;
    this.ended = this.#watch(onLine);
  }

  freeze(): void {
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#signal('SIGCONT');
  }

  kill(): void {
    this.#signal('SIGKILL');
  }

  memoryBytes(): number {
    return this.#child.pid === undefined ? 0 : residentBytes(this.#child.pid);
  }

  async #watch(onLine: (line: string) => void): Promise<HostEnd> {
    const end = await new Promise<HostEnd>((resolve) => {
      this.#child.once('error', (error) => {
        onLine(String(error));
        resolve({ code: 127, signal: null });
      });
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    this.kill();
    // What it wrote last is in the pipes: they are read before what comes next is said.
    for (let turns = 0; turns < 3; turns += 1) await turn();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    return end;
  }

  /** Of all its group: the leader may be gone, and what it has started not. */
  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
