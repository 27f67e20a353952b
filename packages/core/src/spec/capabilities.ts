import type { ReplyMode } from './activation.js';

/** What a backend can do: data, never sniffed. The dispatcher decides chunking, monitors and cancellation from it. */
export interface Capabilities {
  /** How `invoke` can answer; chosen per activation. Empty for job backends. */
  readonly replies: readonly ReplyMode[];
  /** Largest `activation.body` in bytes, by reply mode. */
  readonly maxPayloadBytes: Readonly<Record<ReplyMode, number>>;
  /** Largest inline reply in bytes. */
  readonly maxReplyBytes: number;
  readonly maxCallsPerActivation: number;
  /** `invoke` hands outcomes over as they come (`onPart`), so that it is known which call was running. @default false */
  readonly streamsReplies?: boolean | undefined;
  /** `invoke` says when a worker has taken the activation (`onStarted`): until then it waits in a queue. @default false */
  readonly tellsStart?: boolean | undefined;
  readonly defaultMaxWorkers: number;
  /** What `cancelActivation` reaches: nothing, activations not yet started, or running ones as well. */
  readonly cancel: 'none' | 'queued' | 'running';
  /** What calls write is there to be read: by `readLogs`, or handed over by `invoke` (`onOutput`). */
  readonly logs: boolean;
  /**
   * Workers run what `deployRuntime` uploads: it gets a bundle that needs nothing but Node.js, with the plug-in's worker half
   * as its entry. @default false: workers have core installed
   */
  readonly uploadsWorker?: boolean | undefined;
  /**
   * The system of workers that were uploaded: packages beside them are installed for it. `undefined`: none can be, and who asks
   * for some is told so.
   */
  readonly workerPlatform?: WorkerPlatform | undefined;
  /** Workers see the client's files under the same paths. */
  readonly sharesClientFilesystem: boolean;
}

/** A system, in the words of npm. */
export interface WorkerPlatform {
  readonly os: 'linux';
  readonly cpu: 'x64' | 'arm64';
  readonly libc: 'glibc' | 'musl';
}
