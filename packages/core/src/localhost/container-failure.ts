import { LithopsError } from '../errors/lithops-error.js';
import { TOO_OLD_EXIT_CODE } from './agent-launcher.js';

/** A container that ended before its agent had said a word. */
export interface FailedStart {
  readonly image: string;
  /** Docker or Podman, as it was called. */
  readonly engine: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What the engine, or what ran in the container, wrote last. */
  readonly stderr: string;
}

/** As docker and podman end when they could not do it themselves (`docker run`, exit status). */
const ENGINE_FAILED = 125;
/** There is such a command in the image but it cannot be executed; there is none. */
const COMMAND_FAILED: readonly (number | null)[] = [126, 127];

const NO_IMAGE =
  /image not known|no such image|unable to find image|pull access denied|manifest unknown|not found: manifest|initializing source|reading manifest|invalid reference format|short-name|repository does not exist/i;
const NO_DAEMON =
  /cannot connect to|is the docker daemon running|docker\.sock|podman\.sock|connection refused/i;

/** Where to read more, below what went wrong. */
const HINT = /^(run|see) '.* --help'/i;

/** Why no container could be started, in the words of whoever refused. */
export function startFailure(failed: FailedStart): LithopsError {
  const { image, engine, code, signal, stderr } = failed;
  const said = lastLine(stderr) ?? (signal === null ? `exit code ${code}.` : `ended by ${signal}.`);
  if (code === TOO_OLD_EXIT_CODE || COMMAND_FAILED.includes(code)) return incompatible(image, said);
  // First: a registry may refuse connections, too.
  if (code === ENGINE_FAILED && NO_IMAGE.test(stderr)) return noImage(engine, image, said);
  if (code === ENGINE_FAILED && NO_DAEMON.test(stderr))
    return containerFailed(
      `Expected ${engine} to start a container of "${image}", but its daemon does not answer: ${said} Start it, or name another engine as localhost.container_engine.`,
    );
  return containerFailed(
    `Expected ${engine} to start workers in a container of "${image}", got: ${said} Look at localhost.container_args, and whether this machine may run containers.`,
  );
}

function incompatible(image: string, said: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_RUNTIME_INCOMPATIBLE',
    message: `Expected the image "${image}" to have Node.js 20.19 or newer as \`node\`, got: ${said} Take an image that has it, such as node:22.`,
  });
}

function noImage(engine: string, image: string, said: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_RUNTIME_MISSING',
    message: `Expected an image "${image}" here or in a registry that ${engine} can reach, got: ${said} Correct \`runtime\`, log in to the registry, or build the image.`,
  });
}

function containerFailed(message: string): LithopsError {
  return new LithopsError({ code: 'LITHOPS_CONTAINER_FAILED', message });
}

/** The line that says what went wrong: the last that is no hint, with a full stop; `undefined` when nothing was said. */
export function lastLine(text: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const line = lines.findLast((line) => line !== '' && !HINT.test(line));
  if (line === undefined) return undefined;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
