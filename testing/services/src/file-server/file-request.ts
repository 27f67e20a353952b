import type { IncomingMessage } from 'node:http';

/** One request for a file. */
export interface FileRequest {
  readonly method: string;
  /** As it stands in the URL, without the query. */
  readonly path: string;
  /** Such as `bytes=0-99`; `undefined`: all of it. */
  readonly range: string | undefined;
  /** `undefined`: not yet answered, or broken off before. */
  readonly status: number | undefined;
  /** What has been sent of the body. */
  readonly sentBytes: number;
  /** What broke it off; `undefined` for most. */
  readonly error: string | undefined;
}

/** A request while it is under way. */
export type OpenFileRequest = { -readonly [Field in keyof FileRequest]: FileRequest[Field] };

export function openFileRequest({ method = 'GET', url = '/', headers }: IncomingMessage): OpenFileRequest {
  const [path = '/'] = url.split('?');
  return { method, path, range: headers.range, status: undefined, sentBytes: 0, error: undefined };
}
