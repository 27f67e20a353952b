/** Descriptors that a worker process finds open. */
export const WORKER_FDS = {
  /** The user thread's frames, both ways. */
  data: 3,
  /** The watch thread's frames; at its end nobody wants the process any more. */
  control: 4,
  /** A file of which the process keeps the first bytes up to date: the call that runs. */
  runningCall: 5,
} as const;
