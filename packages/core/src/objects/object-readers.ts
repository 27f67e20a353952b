import type { StorageBackend } from '../spec/storage-backend.js';

/** Where objects are read from: a client and a worker bring their own. Files and URLs are read by whoever asks. */
export interface ObjectReaders {
  /** The configured storage; asked when a name first needs it, and again for every object. */
  storage(): Promise<StorageBackend>;
  /** Told what is right but slow, once each. */
  warn(message: string): void;
  readonly url?: UrlLimits | undefined;
}

export interface UrlLimits {
  /** Until the server answers, milliseconds. @default 30_000 */
  readonly answerTimeoutMs?: number | undefined;
  /** Between two pieces of a body, milliseconds, while somebody waits for it. @default 60_000 */
  readonly idleTimeoutMs?: number | undefined;
}

/** Readers that somebody opened for one loop, and closes after it. */
export interface OpenedReaders {
  readonly readers: ObjectReaders;
  close(): Promise<void>;
}
