import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A program of `test/faults/programs` that runs in a process of its own, killed when the test ends. */
export interface ChildProgram {
  readonly child: ChildProcess;
  /** Resolves when it has written that to its standard output, with what the groups of the pattern matched. */
  said(pattern: RegExp): Promise<readonly string[]>;
  /** How it ended, and what it wrote. */
  readonly ended: Promise<ProgramEnd>;
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly args?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Blocks of 1024 bytes that a file of it may have at most. */
  readonly mostBlocks?: number | undefined;
  /** Files that it may have open at once. */
  readonly mostFiles?: number | undefined;
}

export function startProgram(
  name: string,
  { args = [], env, mostBlocks, mostFiles }: ProgramOptions = {},
): ChildProgram {
  const file = fileURLToPath(new URL(`../faults/programs/${name}`, import.meta.url));
  const command = [process.execPath, file, ...args];
  const limits = [
    ...(mostBlocks === undefined ? [] : [`ulimit -f ${mostBlocks}`]),
    ...(mostFiles === undefined ? [] : [`ulimit -n ${mostFiles}`]),
  ];
  const [first = '', ...rest] =
    limits.length === 0 ? command : ['bash', '-c', [...limits, 'exec "$@"'].join('; '), 'bash', ...command];
  const child = spawn(first, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const written = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text;
      for (const listener of listeners) listener();
    });
  }
  const said = (pattern: RegExp): Promise<readonly string[]> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(written.stdout);
        if (found !== null) resolve(found.slice(1));
      };
      listeners.add(look);
      child.once('close', () =>
        reject(new Error(`${name} ended without ${pattern}: ${JSON.stringify(written)}`)),
      );
      look();
    });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...written }));
  return { child, said, ended };
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
