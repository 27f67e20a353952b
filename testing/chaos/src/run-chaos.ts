import { FunctionExecutor } from '@lithops/core';
import { planRound, type RoundPlan } from './plan.js';
import { Random } from './random.js';
import { type Deviation, type JobOutcome, runJob } from './run-job.js';
import { Storm } from './storm.js';

/** What a run came to. */
export interface ChaosReport {
  readonly seed: number;
  readonly rounds: number;
  readonly jobs: number;
  readonly calls: number;
  readonly kills: number;
  readonly deviations: readonly Deviation[];
  /** A round whose calls did not all settle in time; nothing is run after it. */
  readonly stuck: RoundPlan | undefined;
}

export interface ChaosOptions {
  readonly seed: number;
  readonly limitMs: number;
  /** Rounds before that one are planned and not run. @default 0 */
  readonly from?: number | undefined;
  readonly onRound?: ((round: RoundPlan) => void) | undefined;
}

/** Everything of a round settles within this, however busy the machine is, milliseconds. */
const ROUND_LIMIT_MS = 120_000;
const PATIENT = 1000;

/** Runs rounds until time is over or something is wrong. The same seed gives the same rounds. */
export async function runChaos({ seed, limitMs, from = 0, onRound }: ChaosOptions): Promise<ChaosReport> {
  const random = new Random(seed);
  const run = new ChaosRun(seed);
  const endMs = performance.now() + limitMs;
  for (let number = 0; performance.now() < endMs && run.isGoingWell; number++) {
    const round = planRound(number, random);
    const kills = random.fork();
    if (number < from) continue;
    onRound?.(round);
    await run.round(round, kills);
  }
  return await run.end();
}

class ChaosRun {
  readonly #seed: number;
  readonly #deviations: Deviation[] = [];
  #exec: FunctionExecutor | undefined;
  #stuck: RoundPlan | undefined;
  #rounds = 0;
  #jobs = 0;
  #calls = 0;
  #kills = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  get isGoingWell(): boolean {
    return this.#stuck === undefined && this.#deviations.length === 0;
  }

  async round(round: RoundPlan, random: Random): Promise<void> {
    this.#exec ??= new FunctionExecutor({
      maxWorkers: round.maxWorkers,
      progress: false,
      logLevel: false,
    });
    const storm = round.isStorm ? new Storm(random) : undefined;
    try {
      const outcomes = await settledInTime(this.#runJobs(round, this.#exec, random));
      if (outcomes === 'stuck') this.#stuck = round;
      else for (const outcome of outcomes) this.#count(outcome);
    } finally {
      storm?.stop();
      this.#kills += storm?.kills ?? 0;
      this.#rounds++;
    }
    if (round.isLast || round.isClosedEarly) await this.#close();
  }

  async #runJobs(round: RoundPlan, exec: FunctionExecutor, random: Random): Promise<readonly JobOutcome[]> {
    const mayBeCancelled = round.isClosedEarly;
    const lostWorkers = round.isStorm ? PATIENT : 1;
    const jobs = round.jobs.map((job) => runJob(job, { exec, mayBeCancelled, lostWorkers }));
    const early = round.isClosedEarly ? setTimeout(() => void close(exec), random.whole(0, 500)) : undefined;
    try {
      return await Promise.all(jobs);
    } finally {
      clearTimeout(early);
    }
  }

  #count({ calls, deviations }: JobOutcome): void {
    this.#jobs++;
    this.#calls += calls;
    this.#deviations.push(...deviations);
  }

  async #close(): Promise<void> {
    const exec = this.#exec;
    this.#exec = undefined;
    await close(exec);
  }

  async end(): Promise<ChaosReport> {
    if (this.#stuck === undefined) await this.#close();
    return {
      seed: this.#seed,
      rounds: this.#rounds,
      jobs: this.#jobs,
      calls: this.#calls,
      kills: this.#kills,
      deviations: this.#deviations,
      stuck: this.#stuck,
    };
  }
}

/** What it thinks of failures that nobody looked at is of no interest. */
async function close(exec: FunctionExecutor | undefined): Promise<void> {
  await exec?.close().catch((error: unknown) => {
    if (!isUnreadFailures(error)) throw error;
  });
}

function isUnreadFailures(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'LITHOPS_UNREAD_FAILURES';
}

async function settledInTime<T>(work: Promise<T>): Promise<T | 'stuck'> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<'stuck'>((resolve) => {
    timer = setTimeout(() => resolve('stuck'), ROUND_LIMIT_MS);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
