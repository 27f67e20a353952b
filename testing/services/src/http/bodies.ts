import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Bytes as they come. */
export type Body = AsyncIterable<Uint8Array>;

/** Something that a body goes through on its way. `signal` is aborted when nobody wants the body any more. */
export type BodyFilter = (body: Body, signal: AbortSignal) => Body;

/** Lets a body through no faster than so many bytes a second, a hundredth of that at a time. */
export function throttle(bytesPerSecond: number): BodyFilter {
  return async function* throttled(body, signal) {
    const pieceBytes = Math.max(1, Math.ceil(bytesPerSecond / 100));
    for await (const chunk of body) {
      for (let start = 0; start < chunk.length; start += pieceBytes) {
        await pause(1_000 * (pieceBytes / bytesPerSecond), undefined, { signal });
        yield chunk.subarray(start, start + pieceBytes);
      }
    }
  };
}

/** Lets so many bytes through, and throws when there are more. */
export function breakAfter(bytes: number): BodyFilter {
  return async function* broken(body) {
    let left = bytes;
    for await (const chunk of body) {
      yield chunk.subarray(0, left);
      if (chunk.length > left)
        throw new Error(`The connection is broken after ${bytes} bytes, as it was asked for.`);
      left -= chunk.length;
    }
  };
}

/** Lets so many bytes through; when there are more, nothing until nobody wants them any more. */
export function stallAfter(bytes: number): BodyFilter {
  return async function* stalled(body, signal) {
    let left = bytes;
    for await (const chunk of body) {
      yield chunk.subarray(0, left);
      if (chunk.length > left) {
        if (!signal.aborted) await once(signal, 'abort');
        throw new Error(`The connection was left open after ${bytes} bytes, as it was asked for.`);
      }
      left -= chunk.length;
    }
  };
}

/** Writes a body to its end; each chunk has left this process before the next one is asked for, and before this resolves. */
export async function writeBody(target: Writable, body: Body): Promise<void> {
  for await (const chunk of body) {
    if (chunk.length > 0) await written(target, chunk);
  }
  target.end();
  await finished(target, { readable: false });
}

function written(target: Writable, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    target.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}
