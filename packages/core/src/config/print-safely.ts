import { inspect } from 'node:util';

/** Makes an object print, and turn into JSON, as something without secrets. Its own properties stay as they are. */
export function printSafely<T extends object>(object: T, safe: () => unknown): T {
  return Object.defineProperties(object, {
    [inspect.custom]: { value: safe },
    toJSON: { value: safe },
  });
}
