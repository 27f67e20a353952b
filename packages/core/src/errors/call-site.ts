import { isLithopsError, type LithopsError } from './lithops-error.js';

/** Whatever a program calls of ours: methods and constructors. Only its identity is used. */
type Entry = Function;

/** Errors whose stack names the program already. Some reach it by way of several jobs. */
const placed = new WeakSet<Error>();

/** The place in a program that called one of our functions. Its frames are written, and mapped to sources, when an error needs them. */
export class CallSite {
  readonly #captured: { readonly stack?: string } = {};

  /** @param entry the function that was called, which must be running now */
  constructor(entry: Entry) {
    Error.captureStackTrace(this.#captured, entry);
  }

  /** The program's frames as lines of a stack, innermost first, each begun by a line break; those of Node.js say nothing. */
  get frames(): string {
    const lines = (this.#captured.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
    return lines
      .filter((line) => !line.includes('node:internal/'))
      .map((line) => `\n${line}`)
      .join('');
  }
}

/**
 * Runs what a program has called. An error of ours that it throws begins its stack with the program's own line: ten frames,
 * as many as Node.js shows, are fewer than there are of ours in between.
 *
 * @param run is given the place, for errors that come of the call later
 */
export function fromProgram<T>(entry: Entry, run: (site: CallSite) => T): T {
  try {
    return run(new CallSite(entry));
  } catch (error) {
    if (isPlaceable(error)) {
      placed.add(error);
      Error.captureStackTrace(error, entry);
    }
    throw error;
  }
}

/**
 * Lets the stack of an error of ours that was made later name the place it is about. What named its place before is left alone.
 *
 * @param before frames above that place, each begun by a line break
 */
export function placeAt(site: CallSite | undefined, error: unknown, before = ''): void {
  if (site !== undefined && isPlaceable(error))
    placeWith(error, `${error.name}: ${error.message}${before}${site.frames}`);
}

/** Gives an error the stack that tells where it happened, for good. */
export function placeWith(error: Error, stack: string): void {
  placed.add(error);
  // Of an error that nobody catches, Node.js prints the line that made it: that is one of ours, unless no frame is known.
  if (isOpen(error)) Error.captureStackTrace(error, notRunning);
  // Not where it cannot be written.
  Reflect.set(error, 'stack', stack);
}

/** Frozen errors, and those with a stack of their own, are what their program made of them. */
function isOpen(error: Error): boolean {
  return (
    Object.isExtensible(error) && Object.getOwnPropertyDescriptor(error, 'stack')?.configurable !== false
  );
}

function notRunning(): void {}

function isPlaceable(error: unknown): error is LithopsError {
  return isLithopsError(error) && error instanceof Error && !placed.has(error);
}
