import type { IncomingMessage } from 'node:http';
import { s3Operation } from './s3-operation.js';

/** One request as it came, and what became of it. */
export interface LoggedRequest {
  readonly method: string;
  /** Decoded: `/bucket/a key`. */
  readonly path: string;
  /** Without signatures. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case; without those that hold secrets or signatures. */
  readonly headers: Readonly<Record<string, string>>;
  /** Such as `GetObject`. */
  readonly operation: string;
  /** What has been read of its body. */
  readonly uploadedBytes: number;
  /** `undefined` when it had none: not yet, or it was reset before. */
  readonly status: number | undefined;
  /** What has been sent of the reply's body. */
  readonly downloadedBytes: number;
  /** What broke it off; `undefined` for most. */
  readonly error: string | undefined;
}

/** A logged request while it is under way. */
export type OpenRequest = { -readonly [Field in keyof LoggedRequest]: LoggedRequest[Field] };

const secretHeaders = new Set(['authorization', 'x-amz-security-token', 'cookie']);
const secretParameters = new Set(['x-amz-credential', 'x-amz-signature', 'x-amz-security-token']);

/** Begins the log of a request. */
export function openRequest({
  method = 'GET',
  url = '/',
  headers,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): OpenRequest {
  const { pathname, searchParams } = new URL(url, 'http://proxy');
  const path = decodeURIComponent(pathname);
  return {
    method,
    path,
    query: Object.fromEntries(
      [...searchParams].filter(([name]) => !secretParameters.has(name.toLowerCase())),
    ),
    headers: Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => !secretHeaders.has(name))
        .map(([name, value]) => [name, String(value)]),
    ),
    operation: s3Operation(method, path, searchParams),
    uploadedBytes: 0,
    status: undefined,
    downloadedBytes: 0,
    error: undefined,
  };
}
