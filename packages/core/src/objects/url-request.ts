import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { messageOf } from '../util/thrown.js';
import { noSuchObject, objectUnreadable } from './object-error.js';
import type { ObjectPlace } from './object-part.js';
import type { UrlLimits } from './object-readers.js';

export type UrlPlace = ObjectPlace & { readonly kind: 'url' };

const defaultAnswerTimeoutMs = 30_000;
const maxRedirects = 10;
const redirects: readonly (number | undefined)[] = [301, 302, 303, 307, 308];
/** Too early, too many, too slow, or the server's own trouble: may be over the next time. */
const passing: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/**
 * Asks for a range of a URL and follows redirects. The answer is 200, 206 or 416; its body is as sent (nothing is
 * decompressed), and whoever asked must read or destroy it.
 * @param range - as in the header `Range`: `bytes=0-99`
 * @throws {LithopsError} `LITHOPS_NO_SUCH_KEY`, `LITHOPS_OBJECT_UNREADABLE`
 */
export async function requestUrl(
  place: UrlPlace,
  range: string,
  limits: UrlLimits,
): Promise<IncomingMessage> {
  const timeoutMs = limits.answerTimeoutMs ?? defaultAnswerTimeoutMs;
  let url = new URL(place.href);
  for (let count = 0; count <= maxRedirects; count++) {
    const answer = await requestOnce(place, url, range, timeoutMs);
    if (!redirects.includes(answer.statusCode)) return accept(place, answer);
    answer.destroy();
    url = redirectTarget(place, url, answer.headers.location);
  }
  throw objectUnreadable(place, `it redirects more than ${maxRedirects} times`);
}

async function requestOnce(
  place: UrlPlace,
  url: URL,
  range: string,
  timeoutMs: number,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { range, 'accept-encoding': 'identity' } });
    const timer = setTimeout(
      () => sent.destroy(new Error(`the server did not answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    sent.once('response', (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    // After the answer, the body tells of errors, too.
    sent.on('error', (cause) => {
      clearTimeout(timer);
      reject(objectUnreadable(place, messageOf(cause), { cause, isRetryable: true }));
    });
    sent.end();
  });
}

function accept(place: UrlPlace, answer: IncomingMessage): IncomingMessage {
  const status = answer.statusCode ?? 0;
  if (status === 200 || status === 206 || status === 416) return answer;
  answer.destroy();
  if (status === 404 || status === 410) throw noSuchObject(place, `The server answered ${status}.`);
  const isRetryable = passing.includes(status);
  throw objectUnreadable(place, `the server answered ${status} ${answer.statusMessage ?? ''}`.trimEnd(), {
    isRetryable,
  });
}

function redirectTarget(place: UrlPlace, from: URL, location: string | undefined): URL {
  const isUrl = location !== undefined && URL.canParse(location, from.href);
  const target = isUrl ? new URL(location, from) : undefined;
  if (target?.protocol === 'http:' || target?.protocol === 'https:') return target;
  throw objectUnreadable(place, `it redirects to ${location ?? 'nowhere'}, which is no http(s) URL`);
}
