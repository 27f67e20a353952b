import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { isRecord } from '../service/json-body.js';
import { type HostEnd, type HostLauncher, heapLimits, type LaunchOptions, type RunningHost } from './host.js';
import { forEachLine } from './lines.js';
import { residentBytes } from './process-memory.js';
import type { Sandbox } from './sandbox.js';

interface SharedProcess {
  readonly child: ChildProcess;
  readonly threads: Map<number, Thread>;
}

interface Thread {
  readonly onLine: (line: string) => void;
  readonly end: (end: HostEnd) => void;
  killed: boolean;
}

/** How environments are told apart within a process. */
export type Sharing =
  /** A worker thread each: they are over their memory when their heap is. */
  | 'threads'
  /** Loops of one thread, each with modules of its own: a thousand of them fit on a small machine. Their memory is not watched. */
  | 'crowd';

/**
 * Lets environments of one package share a few processes. They are not what Lambda has: they cannot be frozen, and die
 * together when one of them kills its process.
 */
export class SharedLauncher implements HostLauncher {
  readonly #program: string;
  readonly #processes: number;
  readonly #sharing: Sharing;
  readonly #sandbox: Sandbox;
  readonly #byPackage = new Map<string, SharedProcess[]>();
  #nextThread = 0;

  /** @param runtimeFolder has the programs that start environments as they are told by messages @param processes for each package */
  constructor(runtimeFolder: string, sharing: Sharing, processes: number, sandbox: Sandbox) {
    this.#program = `${runtimeFolder}/${sharing}.mjs`;
    this.#sharing = sharing;
    this.#processes = processes;
    this.#sandbox = sandbox;
  }

  launch(options: LaunchOptions): RunningHost {
    const shared = this.#processFor(options);
    const id = this.#nextThread++;
    let end: (end: HostEnd) => void = () => undefined;
    const ended = new Promise<HostEnd>((resolve) => {
      end = resolve;
    });
    const thread: Thread = { onLine: options.onLine, end, killed: false };
    shared.threads.set(id, thread);
    const { variables, memoryMb } = options;
    shared.child.send({ kind: 'start', id, variables, ...heapLimits(memoryMb) });
    return {
      ended,
      freeze: () => undefined,
      thaw: () => undefined,
      kill: () => {
        if (!shared.threads.has(id)) return;
        thread.killed = true;
        if (shared.child.connected) shared.child.send({ kind: 'kill', id });
      },
      memoryBytes:
        this.#sharing === 'crowd'
          ? undefined
          : () => Math.round(residentBytes(shared.child.pid ?? 0) / Math.max(1, shared.threads.size)),
    };
  }

  async stop(): Promise<void> {
    const children = [...this.#byPackage.values()].flat().map(({ child }) => child);
    await Promise.all(
      children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }),
    );
  }

  #processFor(options: LaunchOptions): SharedProcess {
    const group = this.#byPackage.get(options.codeFolder) ?? [];
    this.#byPackage.set(options.codeFolder, group);
    if (group.length < this.#processes) {
      const started = this.#start(options, () => group.splice(group.indexOf(started), 1));
      group.push(started);
      return started;
    }
    return group.reduce((least, candidate) =>
      candidate.threads.size < least.threads.size ? candidate : least,
    );
  }

  #start({ codeFolder, nodeProgram, variables }: LaunchOptions, onEnd: () => void): SharedProcess {
    const [command, ...parameters] = this.#sandbox.command(nodeProgram, [this.#program]);
    const child = spawn(command, parameters, {
      cwd: codeFolder,
      env: variables,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const threads = new Map<number, Thread>();
    const toAll = (line: string) => {
      for (const { onLine } of threads.values()) onLine(line);
    };
    if (child.stdout !== null) forEachLine(child.stdout, toAll);
    if (child.stderr !== null) forEachLine(child.stderr, toAll);
    child.on('message', (message) => hear(threads, message));
    child.once('exit', (code, signal) => {
      onEnd();
      for (const { end } of threads.values()) end({ code, signal });
      threads.clear();
    });
    return { child, threads };
  }
}

function hear(threads: Map<number, Thread>, message: unknown): void {
  if (!isRecord(message) || typeof message['id'] !== 'number') return;
  const { id, kind, line, code, outOfMemory } = message;
  const thread = threads.get(id);
  if (thread === undefined) return;
  if (kind === 'line') thread.onLine(String(line));
  if (kind !== 'ended') return;
  threads.delete(id);
  const byForce = thread.killed || outOfMemory === true;
  thread.end({
    code: byForce ? null : Number(code),
    signal: byForce ? 'SIGKILL' : null,
    outOfMemory: outOfMemory === true,
  });
}
