import type { Capabilities } from '@lithops/core/spec';

/** Lambda's limits of payloads, bytes of JSON: of requests that are answered and their answers, and of events. */
const REQUEST_BYTES = 6 * 1024 * 1024;
const EVENT_BYTES = 1024 * 1024;

interface Circumstances {
  readonly uploadsWorker: boolean;
  readonly answers?: boolean;
  /** Of functions that are still to be deployed. */
  readonly architecture?: 'x86_64' | 'arm64';
}

/** What functions on Lambda can do, whoever invokes them. */
export function lambdaCapabilities(
  maxWorkers: number,
  { uploadsWorker, answers = true, architecture }: Circumstances,
): Capabilities {
  return {
    replies: answers ? ['inline', 'none'] : ['none'],
    maxPayloadBytes: { inline: bytesWithin(REQUEST_BYTES), none: bytesWithin(EVENT_BYTES) },
    maxReplyBytes: bytesWithin(REQUEST_BYTES),
    maxCallsPerActivation: 1000,
    defaultMaxWorkers: maxWorkers,
    cancel: 'none',
    logs: uploadsWorker,
    uploadsWorker,
    workerPlatform: architecture && {
      os: 'linux',
      cpu: architecture === 'arm64' ? 'arm64' : 'x64',
      libc: 'glibc',
    },
    // Activations may wait for a connection.
    tellsStart: true,
    sharesClientFilesystem: false,
  };
}

/** Bytes that fit into so many of JSON as base64, with what is around them. */
function bytesWithin(limit: number): number {
  return Math.floor(((limit - 2048) * 3) / 4);
}
