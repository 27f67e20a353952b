import { objectUnreadable } from './object-error.js';
import type { ObjectPlace } from './object-part.js';
import type { Bytes } from './own-bytes.js';
import { maxFailures, mayPass, mayPassInStore, pauseAfter } from './retried.js';

/**
 * Reads a range to its end. When a reading breaks or ends early, another one goes on from there; it is given up after
 * a few failures in a row without a byte in between.
 */
export async function* resumed(
  place: ObjectPlace,
  start: number,
  end: number,
  read: (from: number) => AsyncIterable<Bytes>,
): AsyncGenerator<Bytes, void, undefined> {
  let position = start;
  const mayGoOn = place.kind === 'storage' ? mayPassInStore : mayPass;
  for (let failures = 0; position < end; ) {
    try {
      for await (const chunk of read(position)) {
        const wanted = chunk.byteLength > end - position ? chunk.subarray(0, end - position) : chunk;
        if (wanted.byteLength === 0) continue;
        failures = 0;
        position += wanted.byteLength;
        yield wanted;
      }
      if (position >= end) return;
      throw objectUnreadable(place, `it ended after ${position} of ${end} bytes`, { isRetryable: true });
    } catch (error) {
      failures += 1;
      if (failures >= maxFailures || !mayGoOn(error)) throw error;
      await pauseAfter(failures);
    }
  }
}
