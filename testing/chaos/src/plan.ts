import { FATES, type Fate, type Item } from './fates.js';
import type { Random } from './random.js';

/** How a job's calls are asked for and read. */
export const JOB_KINDS = [
  'map',
  'settled',
  'call',
  'map-reduce',
  'chain',
  'continuation',
  'nested',
  'stream',
  'stream-left',
  'cancelled',
  'cancelled-one',
  'generator',
  'broken-input',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** One job, wholly decided before anything runs. */
export interface JobPlan {
  readonly name: string;
  readonly kind: JobKind;
  readonly items: readonly Item[];
  readonly chunkSize: number | undefined;
  readonly timeoutMs: number;
  readonly memoryMb: number | undefined;
  readonly concurrency: number | undefined;
  /** After how many results the reader leaves, or somebody cancels. */
  readonly giveUpAfter: number;
}

/** Jobs that run at the same time on one executor. */
export interface RoundPlan {
  readonly number: number;
  readonly jobs: readonly JobPlan[];
  /** Workers are killed from outside at random moments. */
  readonly isStorm: boolean;
  /** The executor is closed in the middle. */
  readonly isClosedEarly: boolean;
  readonly maxWorkers: number;
  /** Ends the executor, so that the next round begins with another. */
  readonly isLast: boolean;
}

/** Those that take a worker down whatever its attempt: under a storm, nobody could tell who killed it. */
const DEADLY: readonly Fate[] = ['exit', 'kill', 'garbage', 'memory'];
/** Those that last as long as the limit of their job. */
const LONG: readonly Fate[] = ['block', 'never'];
/** Those that cost a process or the whole limit: a few of them tell as much as many. */
const COSTLY: readonly Fate[] = [...DEADLY, ...LONG, 'floating-rejection', 'exit-at-first', 'kill-at-first'];
const MOST_COSTLY = 4;
const USUAL: readonly Fate[] = ['value', 'slow-value'];
const MEMORY_MB = 220;

export function planRound(number: number, random: Random): RoundPlan {
  const isStorm = random.chance(0.25);
  const isClosedEarly = !isStorm && random.chance(0.15);
  const jobs = Array.from({ length: random.whole(1, 4) }, (_, position) =>
    planJob(`round ${number}, job ${position}`, random, isStorm || isClosedEarly),
  );
  return { number, jobs, isStorm, isClosedEarly, maxWorkers: random.whole(1, 4), isLast: random.chance(0.4) };
}

function planJob(name: string, random: Random, isRough: boolean): JobPlan {
  const kind = random.one(JOB_KINDS);
  const length = kind === 'call' ? 1 : random.one([0, 1, 2, 7, 30, 100, 300]);
  const isGivenUp = kind === 'cancelled' || kind === 'cancelled-one' || kind === 'stream-left';
  const fates = fatesOf(random, isRough || isGivenUp, isRough);
  const isLong = fates.some((fate) => LONG.includes(fate));
  const items = planItems(random, length, fates);
  const hasMemory = items.some(({ fate }) => fate === 'memory');
  return {
    name,
    kind,
    items,
    chunkSize: random.chance(0.5) ? undefined : random.one([1, 2, 5, 50]),
    timeoutMs: isLong ? 2000 : 60_000,
    memoryMb: hasMemory ? MEMORY_MB : undefined,
    concurrency: random.chance(0.2) ? random.whole(1, 3) : undefined,
    giveUpAfter: random.whole(0, Math.max(0, length - 1)),
  };
}

/** Two or three kinds of fate in one job, so that some jobs go well. */
function fatesOf(random: Random, isInterrupted: boolean, isRough: boolean): readonly Fate[] {
  const allowed = FATES.filter(
    // What a killed call leaves in a store is its own.
    (fate) => !(isInterrupted && fate === 'stored-value') && !(isRough && DEADLY.includes(fate)),
  );
  return Array.from({ length: random.whole(0, 3) }, () => random.one(allowed));
}

function planItems(random: Random, length: number, fates: readonly Fate[]): readonly Item[] {
  let costly = 0;
  return Array.from({ length }, (_, n): Item => {
    const fate = fates.length > 0 && random.chance(0.2) ? random.one(fates) : random.one(USUAL);
    const isTooMuch = COSTLY.includes(fate) && ++costly > MOST_COSTLY;
    return { n, fate: isTooMuch ? 'value' : fate };
  });
}
