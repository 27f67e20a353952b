/** One thing to measure, with those it is measured against. All of them are run in turn, round after round. */
export interface BenchCase {
  readonly name: string;
  /** What ours is divided by: the name of a contestant, or a time that is good enough, milliseconds. */
  readonly against: string | number;
  /** The largest ratio that is good enough. */
  readonly target: number;
  /** Bounds of what else ours measures, by its name: `{ rssMb: 200 }`. */
  readonly limits?: Readonly<Record<string, number>>;
  readonly rounds: number;
  /** What this machine lacks for it: the case is left out then. @default nothing */
  readonly missing?: () => Promise<string | undefined>;
  /** Makes the contestants, ours first. */
  open(): Promise<readonly Contestant[]>;
}

export interface Contestant {
  readonly name: string;
  /** Why it cannot take part: shown instead of a time. */
  readonly cannot?: string;
  /** Takes part in so many of the rounds only, because it takes long. @default all */
  readonly rounds?: number;
  run(): Promise<Sample>;
  close(): Promise<void>;
}

export interface Sample {
  readonly ms: number;
  /** What else was measured, by a name with its unit. */
  readonly also?: Readonly<Record<string, number>>;
}

/** Milliseconds that the work takes. */
export async function timed(work: () => PromiseLike<unknown>): Promise<Sample> {
  const startedMs = performance.now();
  await work();
  return { ms: performance.now() - startedMs };
}

export const nothingToClose = async (): Promise<void> => undefined;

/** A peer that has nothing for this case. */
export function absent(name: string, cannot: string): Contestant {
  return { name, cannot, run: () => Promise.reject(new Error(cannot)), close: nothingToClose };
}
