import type { FoundObject } from './find-objects.js';
import { noLength, objectUnreadable } from './object-error.js';
import type { ObjectReaders } from './object-readers.js';
import { retried } from './retried.js';
import { readAnswer } from './url-answer.js';
import { requestUrl, type UrlPlace } from './url-request.js';

/**
 * Asks a server for a URL's size and whether it gives ranges: for its first byte, as servers and signatures that allow to
 * read need not allow to ask (`HEAD`).
 * @throws {LithopsError} `LITHOPS_NO_SUCH_KEY`, `LITHOPS_NO_LENGTH`, `LITHOPS_OBJECT_UNREADABLE`
 */
export function findUrl(href: string, readers: ObjectReaders): Promise<FoundObject> {
  const place: UrlPlace = { kind: 'url', href };
  return retried(async () => {
    const answer = await requestUrl(place, 'bytes=0-0', readers.url ?? {});
    const { start, size, etag, ranged } = readAnswer(answer);
    if (start === 0 && ranged) answer.resume();
    else answer.destroy();
    if (size === undefined) throw noLength(place);
    if (start !== 0 && size > 0) throw objectUnreadable(place, 'the server did not give its first byte');
    return { place, size, etag, ranged };
  });
}
