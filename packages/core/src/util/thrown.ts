/**
 * Looks at what was thrown. `instanceof Error` is no help where a test runner gives programs a realm of their own (Jest,
 * `vm`): errors of Node.js itself come from another one there.
 */

/** Its message, or itself as text when it is no error. */
export function messageOf(thrown: unknown): string {
  return isErrorLike(thrown) ? thrown.message : String(thrown);
}

/** Its `code`, as errors of Node.js have one. */
export function codeOf(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
}

/** An error of any realm. */
export function isErrorLike(thrown: unknown): thrown is Error {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'message' in thrown &&
    typeof thrown.message === 'string' &&
    'stack' in thrown
  );
}
