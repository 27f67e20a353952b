import { ClosureError, type ClosureErrorCode } from '../errors.js';
import { type Path, renderPath } from '../values/index.js';

/** The error for something at `path` that cannot travel. */
export function refuse(
  path: Path,
  what: string,
  fix: string,
  code: ClosureErrorCode = 'LITHOPS_CLOSURE',
): ClosureError {
  return new ClosureError({ code, path: renderPath(path), what, fix });
}
