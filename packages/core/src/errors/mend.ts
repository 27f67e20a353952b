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

/** An error that knows what would mend it. */
export class MendableError extends LithopsError {
  readonly mend: Mend | undefined;

  constructor(fields: LithopsErrorFields & { readonly mend: Mend | undefined }) {
    super(fields);
    this.mend = fields.mend;
  }
}

/** What would mend it, as far as the error knows. */
export function mendOf(error: LithopsError): Mend | undefined {
  return error instanceof MendableError ? error.mend : undefined;
}
