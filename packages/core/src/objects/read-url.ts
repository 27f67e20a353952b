import type { IncomingMessage } from 'node:http';
import { messageOf } from '../util/thrown.js';
import { objectChanged, objectUnreadable } from './object-error.js';
import type { ObjectPart } from './object-part.js';
import type { UrlLimits } from './object-readers.js';
import { type Bytes, ownBytes } from './own-bytes.js';
import { readAnswer, type UrlAnswer } from './url-answer.js';
import { requestUrl, type UrlPlace } from './url-request.js';

const defaultIdleTimeoutMs = 60_000;

/**
 * Reads bytes `start` to `end` (exclusive) of a URL. Where the server gives no ranges, what comes before is read and dropped.
 * @throws {LithopsError} `LITHOPS_OBJECT_CHANGED`, `LITHOPS_OBJECT_UNREADABLE`, `LITHOPS_NO_SUCH_KEY`
 */
export async function* readUrl(
  place: UrlPlace,
  part: ObjectPart,
  start: number,
  end: number,
  limits: UrlLimits,
): AsyncGenerator<Bytes, void, undefined> {
  const message = await requestUrl(place, `bytes=${start}-${end - 1}`, limits);
  try {
    let toSkip = start - bodyStart(place, part, start, readAnswer(message));
    const chunks: AsyncIterator<unknown> = message[Symbol.asyncIterator]();
    while (true) {
      const next = await withinTime(place, message, limits, () => chunks.next());
      if (next.done === true) return;
      const chunk = ownBytes(next.value);
      if (chunk.byteLength > toSkip) yield toSkip === 0 ? chunk : chunk.subarray(toSkip);
      toSkip = Math.max(0, toSkip - chunk.byteLength);
    }
  } finally {
    message.destroy(); // a body that was read to its end has let go of its connection already
  }
}

/** The first byte of the body, once it is sure to be of the object that was listed. */
function bodyStart(place: UrlPlace, part: ObjectPart, start: number, answer: UrlAnswer): number {
  const { size = part.size, etag } = answer;
  if (size !== part.size) throw objectChanged(place, `${part.size} bytes`, `${size} bytes`);
  if (etag !== undefined && part.etag !== undefined && etag !== part.etag) {
    throw objectChanged(place, part.etag, etag);
  }
  if (answer.start !== undefined && answer.start <= start) return answer.start;
  throw objectUnreadable(place, `the server did not give its bytes from ${start} on`);
}

/** Only while somebody waits for bytes does time count: a reader may take its own. */
async function withinTime<T>(
  place: UrlPlace,
  message: IncomingMessage,
  { idleTimeoutMs = defaultIdleTimeoutMs }: UrlLimits,
  wait: () => Promise<T>,
): Promise<T> {
  const timer = setTimeout(
    () => message.destroy(new Error(`nothing came for ${idleTimeoutMs} ms`)),
    idleTimeoutMs,
  );
  try {
    return await wait();
  } catch (cause) {
    throw objectUnreadable(place, messageOf(cause), { cause, isRetryable: true });
  } finally {
    clearTimeout(timer);
  }
}
