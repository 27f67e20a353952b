import { loadedCode } from '../code-space/loaded-code.js';
import type { AnyFunction } from '../code-space/records.js';
import { inspector } from './inspector.js';
import { scriptOrigin } from './script-origin.js';

/** Whether the program made it, not a package: a look at all scripts the first time. */
export function isOwn(fn: AnyFunction): boolean {
  const scriptId = scriptIdOf(fn);
  return scriptId === undefined || scriptOrigin(scriptId).kind === 'own';
}

/** The script that a function stands in; `undefined`: none of this process, or code that a capsule brought. */
export function scriptIdOf(fn: AnyFunction): string | undefined {
  const { location, bound } = inspector().inspectFunction(fn);
  if (bound !== undefined) return isFunction(bound.target) ? scriptIdOf(bound.target) : undefined;
  return loadedCode(fn) === undefined ? location?.scriptId : undefined;
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}
