/** A file as a server may serve it; without options it does everything right. */
export interface ServedFile {
  readonly content: Uint8Array | string;
  /** Answers ranges with 206. Without: the whole file with 200, whatever is asked for. Default: `true`. */
  readonly ranges?: boolean | undefined;
  /** Says how long it is. Without: chunked, and HEAD tells no length. Default: `true`. */
  readonly contentLength?: boolean | undefined;
  /** Answers HEAD; without: 405. Default: `true`. */
  readonly head?: boolean | undefined;
  /** Sends an `ETag`. Default: `true`. */
  readonly etag?: boolean | undefined;
  /** How many redirects lead to it, one after the other. Default: 0. */
  readonly redirects?: number | undefined;
  /** Answers with this instead, such as 503. */
  readonly status?: number | undefined;
  /** Waits so long before it answers, milliseconds. */
  readonly firstByteDelayMs?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
  /** Resets the connection when so many bytes of a body have been sent. */
  readonly resetAfterBytes?: number | undefined;
  /** Only so many requests fail by `status` or `resetAfterBytes`. Default: all. */
  readonly failures?: number | undefined;
}
