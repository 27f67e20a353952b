import { type ExecutorOptions, FunctionExecutor } from '@lithops/core';
import type { BenchCase, Contestant, Sample } from '../case.js';
import { monitors, startRabbitmq, whyNoRabbitmq } from '../rabbitmq.js';

const CALLS = 10_000;
const GOOD_CPU_MS = 1000;
const LAG_CALLS = 200;
const GOOD_LAG_MS = 50;

/** Processor time of the client for a message, object or reply per outcome: activations of one call, sending them included. */
export const outcomeCpu: BenchCase = {
  name: `client CPU, ${CALLS.toLocaleString('en')} outcomes one by one`,
  against: 'lithops, direct',
  target: 2,
  rounds: 1,
  missing: whyNoRabbitmq,
  open: () => contestants(oneByOne),
};

/** The same where workers tell what has ended since the last time, as they do unless told otherwise. */
export const groupedOutcomeCpu: BenchCase = {
  ...outcomeCpu,
  name: `client CPU, ${CALLS.toLocaleString('en')} outcomes in groups`,
  against: GOOD_CPU_MS,
  target: 1,
  rounds: 3,
  open: () => contestants(inGroups),
};

/** From a call's end in its worker to its outcome at the client, which runs on the same clock: the median. */
export const outcomeLag: BenchCase = {
  ...outcomeCpu,
  name: `lag of outcomes, median, calls of 10 ms`,
  against: GOOD_LAG_MS,
  target: 1,
  rounds: 3,
  open: () => contestants(lag),
};

async function contestants(run: (exec: FunctionExecutor) => Promise<Sample>): Promise<readonly Contestant[]> {
  const broker = await startRabbitmq();
  const all = monitors(broker).map(([name, monitoring]) => contestant(name, monitoring, run));
  const [ours, ...others] = await Promise.all(all);
  if (ours === undefined) throw new Error('Expected monitors to compare.');
  const close = async (): Promise<void> => {
    await ours.close();
    await broker.stop();
  };
  return [{ ...ours, close }, ...others];
}

async function contestant(
  name: string,
  monitoring: ExecutorOptions['monitoring'],
  run: (exec: FunctionExecutor) => Promise<Sample>,
): Promise<Contestant> {
  const exec = new FunctionExecutor({ monitoring, maxWorkers: 2, progress: false });
  await exec.map((n: number) => n, [1, 2], { chunkSize: 1 });
  // A file for each outcome takes its time.
  const rounds = monitoring === 'storage' ? 1 : undefined;
  return { name, ...(rounds && { rounds }), run: () => run(exec), close: () => exec.close() };
}

const oneByOne = (exec: FunctionExecutor): Promise<Sample> => cpuOf(exec, 1);
const inGroups = (exec: FunctionExecutor): Promise<Sample> => cpuOf(exec, undefined);

async function cpuOf(exec: FunctionExecutor, chunkSize: number | undefined): Promise<Sample> {
  const items = Array.from({ length: CALLS }, (_, index) => index);
  const before = process.cpuUsage();
  const results = await exec.map((n: number) => n * 2, items, { chunkSize });
  const { user, system } = process.cpuUsage(before);
  if (results.some((result, index) => result !== index * 2)) throw new Error('Expected the doubles.');
  return { ms: (user + system) / 1000 };
}

async function lag(exec: FunctionExecutor): Promise<Sample> {
  const items = Array.from({ length: LAG_CALLS }, (_, index) => index);
  const list = exec.map(async (n: number) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return n;
  }, items);
  await list;
  const lags = [...list].map(({ stats }) => Number(stats.toldAt) - Number(stats.endedAt));
  lags.sort((a, b) => a - b);
  return { ms: lags[LAG_CALLS / 2] ?? Number.NaN };
}
