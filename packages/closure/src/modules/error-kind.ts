/**
 * Whether an error has a property, without `instanceof`: in Jest and `vm` contexts the errors of Node.js itself are of
 * another realm than ours.
 */
export function hasField<Name extends string>(
  error: unknown,
  name: Name,
): error is Readonly<Record<Name, unknown>> {
  return typeof error === 'object' && error !== null && name in error;
}

/** Whether a parser did not understand its input, whichever realm its error is of. */
export function isSyntaxError(error: unknown): boolean {
  return hasField(error, 'name') && error.name === 'SyntaxError';
}
