import { type CaptureOptions, ClosureError, capture } from '../../src/index.js';

type AnyFunction = (...parameters: never[]) => unknown;

/** The error of a capture that must fail; fails itself when the capture does not, or fails otherwise. */
export function refusalOf(fn: AnyFunction, options?: CaptureOptions): ClosureError {
  try {
    capture(fn, options);
  } catch (error) {
    if (error instanceof ClosureError) return error;
    throw error;
  }
  throw new Error(`expected ${fn.name || 'the function'} to be refused, but it was captured`);
}
