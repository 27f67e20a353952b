/**
 * Is it to be awaited? Asked so, and not by `instanceof Promise`: programs put promises of their own in that place, and what
 * asynchronous functions give is none of those.
 */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
