import { spawn } from 'node:child_process';
import { LithopsError } from '@lithops/core';

const ENGINES = ['docker', 'podman'] as const;
/** How long an engine may take to say that it is there, milliseconds. */
const ANSWER_MS = 30_000;
/** Enough of what was written last to say why it failed. */
const TAIL_LENGTH = 4000;

interface Ended {
  readonly code: number | null;
  /** What it wrote last. */
  readonly tail: string;
}

export interface EngineCommand {
  readonly arguments: readonly string[];
  /** Written to its standard input: the place of secrets. */
  readonly input?: string;
  /** @default no limit: builds take their time */
  readonly timeoutMs?: number;
}

/** Docker or Podman, as it is found on `PATH`. */
export class ImageEngine {
  readonly #name: string;
  readonly #onOutput: (text: string) => void;
  readonly #signal: AbortSignal;

  private constructor(name: string, onOutput: (text: string) => void, signal: AbortSignal) {
    this.#name = name;
    this.#onOutput = onOutput;
    this.#signal = signal;
  }

  /**
   * The first that answers: a docker without its daemon cannot build.
   * @throws {LithopsError} `LITHOPS_CONTAINER_FAILED` when none does
   */
  static async find(onOutput: (text: string) => void, signal: AbortSignal): Promise<ImageEngine> {
    const said: string[] = [];
    for (const name of ENGINES) {
      const { code, tail } = await execute(
        name,
        { arguments: ['info'], timeoutMs: ANSWER_MS },
        () => undefined,
        signal,
      );
      if (code === 0) return new ImageEngine(name, onOutput, signal);
      said.push(`${name}: ${lastLine(tail)}`);
    }
    throw containerFailed(
      `Expected docker or podman on PATH, to build an image, found none that answers. Install one of them, or start its daemon (${said.join(' ')})`,
    );
  }

  /** @throws {LithopsError} `LITHOPS_CONTAINER_FAILED` with what it said last */
  async run(command: EngineCommand): Promise<void> {
    const { code, tail } = await execute(this.#name, command, this.#onOutput, this.#signal);
    if (code === 0) return;
    const line = [this.#name, ...command.arguments].join(' ');
    throw containerFailed(`Expected \`${line}\` to succeed, got exit code ${code}: ${lastLine(tail)}`);
  }
}

function execute(
  name: string,
  { arguments: args, input = '', timeoutMs = 0 }: EngineCommand,
  onOutput: (text: string) => void,
  signal: AbortSignal,
): Promise<Ended> {
  // Lambda takes no index of several manifests, which BuildKit makes for its attestations.
  const env = { ...process.env, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };
  const child = spawn(name, args, { stdio: 'pipe', env, signal, timeout: timeoutMs });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-TAIL_LENGTH);
      onOutput(text);
    });
  }
  // One that ends without reading says why itself.
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve, reject) => {
    child.once('close', (code) => resolve({ code, tail }));
    child.once('error', (error) => {
      if (signal.aborted) reject(signal.reason);
      else resolve({ code: null, tail: error.message });
    });
  });
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1)?.trim() ?? '';
  if (line === '') return 'it said nothing.';
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

function containerFailed(message: string): LithopsError {
  return new LithopsError({ code: 'LITHOPS_CONTAINER_FAILED', message });
}
