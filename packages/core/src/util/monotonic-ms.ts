/** A clock that never jumps, milliseconds. `performance.now()` has Node.js load a module first, which a fresh worker has no time for. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
