import type { BenchCase, Contestant, Sample } from './case.js';
import { type Spread, spread } from './spread.js';

export interface CaseResult {
  readonly name: string;
  readonly against: string;
  readonly target: number;
  /** Ours divided by the peer's, round by round: what a busy machine does to one, it does to both. */
  readonly ratio: Spread;
  readonly contestants: readonly ContestantResult[];
  readonly limits: readonly LimitResult[];
  readonly isMet: boolean;
}

export interface ContestantResult {
  readonly name: string;
  readonly ms?: Spread;
  readonly cannot?: string | undefined;
}

export interface LimitResult {
  readonly name: string;
  readonly limit: number;
  readonly value: Spread;
}

type Samples = ReadonlyMap<Contestant, Sample[]>;

/** Runs the contestants in turn, round after round, every other one from last to first: nobody always follows the same. */
export async function measure(benchCase: BenchCase): Promise<CaseResult> {
  const contestants = await benchCase.open();
  const samples = new Map<Contestant, Sample[]>(contestants.map((one) => [one, []]));
  try {
    for (let round = 0; round < benchCase.rounds; round++) {
      const taking = contestants.filter((one) => takesPart(one, round));
      for (const one of round % 2 === 0 ? taking : taking.reverse()) samples.get(one)?.push(await one.run());
    }
  } finally {
    for (const one of contestants) await one.close();
  }
  return evaluate(benchCase, contestants, samples);
}

function takesPart({ cannot, rounds = Number.POSITIVE_INFINITY }: Contestant, round: number): boolean {
  return cannot === undefined && round < rounds;
}

function evaluate(benchCase: BenchCase, contestants: readonly Contestant[], samples: Samples): CaseResult {
  const { name, against, target, limits = {} } = benchCase;
  const [ours] = contestants;
  const own = (ours && samples.get(ours)) ?? [];
  const ratio = spread(own.map(({ ms }, round) => ms / againstMs(benchCase, contestants, samples, round)));
  const limitResults = Object.entries(limits).map(([what, limit]) => ({
    name: what,
    limit,
    value: spread(own.map(({ also }) => also?.[what] ?? Number.NaN)),
  }));
  return {
    name,
    against: typeof against === 'number' ? `${against.toLocaleString('en')} ms` : against,
    target,
    ratio,
    contestants: contestants.map((one) => resultOf(one, samples.get(one) ?? [])),
    limits: limitResults,
    isMet: ratio.median <= target && limitResults.every(({ limit, value }) => value.max <= limit),
  };
}

function againstMs(
  { against, name }: BenchCase,
  contestants: readonly Contestant[],
  samples: Samples,
  round: number,
): number {
  if (typeof against === 'number') return against;
  const peer = contestants.find((one) => one.name === against);
  const sample = peer && samples.get(peer)?.[round];
  if (sample === undefined) throw new Error(`Expected ${against} to take part in all rounds of "${name}".`);
  return sample.ms;
}

function resultOf({ name, cannot }: Contestant, samples: readonly Sample[]): ContestantResult {
  return samples.length === 0 ? { name, cannot } : { name, ms: spread(samples.map(({ ms }) => ms)) };
}
