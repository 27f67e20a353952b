/** One thing to measure, with those it is measured against. All of them are run in turn, round after round. */
export interface BenchCase {
  readonly name: string;
  /** What the first contestant is divided by: the name of a peer. */
  readonly against: string;
  /** The largest ratio that is good enough. */
  readonly target: number;
  readonly rounds: number;
  /** Makes the contestants, ours first. Each run gives milliseconds. */
  open(): Promise<readonly Contestant[]>;
}

export interface Contestant {
  readonly name: string;
  run(): Promise<number>;
  close(): Promise<void>;
}

/** Milliseconds that the work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
