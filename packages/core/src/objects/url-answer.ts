import type { IncomingMessage } from 'node:http';

/** What an answer to a range request tells of the whole object. */
export interface UrlAnswer {
  /** The first byte of the body; `undefined`: there is no body of this object. */
  readonly start: number | undefined;
  /** Bytes of the whole object; `undefined`: the server does not tell. */
  readonly size: number | undefined;
  /** The entity tag, else the time of the last change. */
  readonly etag: string | undefined;
  /** Did the server answer with the range that was asked for? */
  readonly ranged: boolean;
}

export function readAnswer({ statusCode, headers }: IncomingMessage): UrlAnswer {
  const etag = headers.etag ?? headers['last-modified'];
  if (statusCode === 200)
    return { start: 0, size: wholeNumber(headers['content-length']), etag, ranged: false };
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
  const start = statusCode === 206 ? wholeNumber(range?.[1]) : undefined;
  return { start, size: wholeNumber(range?.[2]), etag, ranged: true };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
