import { inspect } from 'node:util';

/**
 * Looks at what was thrown, which may throw when it is looked at: a getter, a proxy, an object without "toString". `instanceof Error` is no help where a test runner gives programs a realm of their own (Jest,
 * `vm`): errors of Node.js itself come from another one there.
 */

/** Its message, or itself as text when it is no error. */
export function messageOf(thrown: unknown): string {
  if (isErrorLike(thrown)) return thrown.message;
  return orElse(
    () => String(thrown),
    () => shown(thrown),
  );
}

/** As it shows itself at a prompt, as far as it can. */
export function shown(thrown: unknown): string {
  const text = orElse(
    () => inspect(thrown, { depth: 0, customInspect: false }),
    () => undefined,
  );
  // Of an error that throws when it is looked at, Node.js 24 tells its kind and no more.
  if (text !== undefined && !/^\[object \w+\]$/.test(text)) return text;
  return isErrorLike(thrown) ? `an error: ${thrown.message}` : (text ?? `something of type ${typeof thrown}`);
}

/** Its `code`, as errors of Node.js have one. */
export function codeOf(thrown: unknown): unknown {
  return orElse(
    () => (typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined),
    () => undefined,
  );
}

/** An error of any realm. */
export function isErrorLike(thrown: unknown): thrown is Error {
  return orElse(
    () =>
      typeof thrown === 'object' &&
      thrown !== null &&
      'message' in thrown &&
      typeof thrown.message === 'string' &&
      'stack' in thrown,
    () => false,
  );
}

/** Errors say themselves whether another attempt makes sense; unset means yes. */
export function isRetryable(thrown: unknown): boolean {
  return orElse(
    () =>
      !(
        typeof thrown === 'object' &&
        thrown !== null &&
        'isRetryable' in thrown &&
        thrown.isRetryable === false
      ),
    () => true,
  );
}

function orElse<T>(look: () => T, instead: () => T): T {
  try {
    return look();
  } catch {
    return instead();
  }
}
