import type { DoctorFinding } from './doctor.js';
import type { StorageBackend } from './storage-backend.js';

/** A call as monitors name it. */
export interface CallAttempt {
  readonly jobId: string;
  readonly index: number;
  readonly attempt: number;
}

/** What a monitor tells the client; the call state table alone decides what it means. */
export type MonitorEvent =
  /** What a reporter said of late starts. */
  | { readonly type: 'started'; readonly calls: readonly CallAttempt[] }
  /** Bytes that a worker's reporter was given, carried unread. */
  | { readonly type: 'report'; readonly jobId: string; readonly body: Uint8Array<ArrayBuffer> }
  /** The way of this monitor was interrupted: what could not go there meanwhile may be in storage, and core looks. */
  | { readonly type: 'gap' };

/** What the client asks of a monitor: which job's calls to look for. */
export interface WatchedJob {
  readonly executorId: string;
  readonly jobId: string;
  /** Whether a call has ended: only the client knows which of the outcomes it was told of counted. */
  readonly isSettled?: ((index: number) => boolean) | undefined;
}

/**
 * The client half, opened once per executor. What it iterates over are events of watched jobs, in any order; an event may come
 * twice. It may throw what keeps it from going on: the jobs that it watches fail, and it is read again with the next one.
 */
export interface MonitorClient extends AsyncIterable<MonitorEvent> {
  /** From now on its events are wanted, those that came before as well. The job may be one that another executor has left. */
  watch(job: WatchedJob): void;
  /** They are not wanted any more. */
  unwatch(job: WatchedJob): void;
  /** Ends the iteration; nothing that keeps the process running may be left. */
  close(): Promise<void>;
}

/** The worker half: one per activation, several at once where a process runs several. */
export interface Reporter {
  /**
   * These calls begin only now, later than a worker is expected to: the client is to wait for them longer. Of a worker that
   * begins in time nothing is told. Never throws: what cannot be told is said by {@link Reporter.flush}.
   */
  started(calls: readonly CallAttempt[]): void;
  /** Encoded outcomes, one report body as core made it. Never throws, as above. */
  outcome(report: OutcomeReport): void;
  /**
   * Resolves when everything given so far is where the client can find it. Awaited before a worker replies or freezes. When
   * it rejects, core puts what was given since the last flush into storage. It settles in any case: until then the worker is
   * busy.
   */
  flush(): Promise<void>;
  /** The activation has ended and all was flushed. What reporters of this process share stays for the next one. */
  close(): Promise<void>;
}

/** Outcomes of some calls of one activation, encoded by core. */
export interface OutcomeReport {
  readonly activationId: string;
  readonly calls: readonly (CallAttempt & { readonly ok: boolean })[];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What both halves of a monitor get to work with. */
export interface MonitorContext {
  readonly executorId: string;
  readonly bucket: string;
  /** Opened when first asked for. */
  storage(): Promise<StorageBackend>;
  /** First polling interval, milliseconds; `undefined`: the monitor's own. */
  readonly intervalMs: number | undefined;
}

/**
 * Progress of a job by events. Made from the checked sections in the client and again in each worker process: what only one
 * side needs is best loaded when that side asks for it.
 */
export interface Monitor {
  readonly specVersion: 1;
  readonly name: string;
  /** A report costs next to nothing: outcomes are told as they come, and not with the activation's last. @default false */
  readonly tellsAtOnce?: boolean | undefined;
  /**
   * Largest body of a report that it carries, bytes: results that do not fit into one go to storage. A report says more than
   * results: 4 kB is the least that makes sense. @default no limit
   */
  readonly maxReportBytes?: number | undefined;
  /** The plug-in's own section as workers are to have it, where that is not what was configured: files are read by then. */
  readonly workerSection?: Readonly<Record<string, unknown>> | undefined;
  /** In the client. When it rejects, the job that needed it fails, and the next one tries again. */
  open(context: MonitorContext): MonitorClient | Promise<MonitorClient>;
  /** In workers. */
  createReporter(context: MonitorContext): Reporter;
  /** Looks at what the monitor stands on. */
  doctor?(signal: AbortSignal): Promise<readonly DoctorFinding[]>;
  /** Ends what reporters and client in this process have shared: nothing that keeps it running may be left. */
  close?(): Promise<void>;
}
