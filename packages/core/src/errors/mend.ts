import type { Origin } from '../config/origin.js';
import { LithopsError, type LithopsErrorFields } from './lithops-error.js';

/**
 * What would mend a problem of a configuration, for programs that offer to do it. `at`, `from` and `to` are
 * `section` or `section.key`, `origin` tells where the value stands.
 */
export type Mend =
  | { readonly kind: 'set'; readonly origin: Origin; readonly at: string; readonly value: string }
  | { readonly kind: 'unset'; readonly origin: Origin; readonly at: string }
  | { readonly kind: 'move'; readonly origin: Origin; readonly from: string; readonly to: string }
  | { readonly kind: 'edit'; readonly path: string; readonly line: number; readonly column: number }
  | { readonly kind: 'write'; readonly path: string }
  | { readonly kind: 'install'; readonly package: string };

/** Under which an error keeps its mend: known to other copies of this package, and no noise where an error is printed. */
const mendKey: unique symbol = Symbol.for('lithops.mend');

/** An error that knows what would mend it. */
export function mendableError(
  fields: LithopsErrorFields & { readonly mend: Mend | undefined },
): LithopsError {
  return Object.defineProperty(new LithopsError(fields), mendKey, { value: fields.mend });
}

/** What would mend it, as far as the error knows. */
export function mendOf(error: LithopsError & { readonly [mendKey]?: Mend | undefined }): Mend | undefined {
  return error[mendKey];
}
