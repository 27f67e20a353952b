import { inspect } from 'node:util';
import { FunctionExecutor, type FuturesList, type MapOptions } from '@lithops/core';
import { type Item, meetFate } from './fates.js';
import { describeEnd, type Ends, endsOfCall, endsOfSum, failureBy, orCancelled } from './model.js';
import type { JobPlan } from './plan.js';

/** A call that came to something else than it had to. */
export interface Deviation {
  readonly job: JobPlan;
  readonly call: string;
  readonly expected: Ends;
  readonly got: string;
  /** The whole of what it came to. */
  readonly detail: string;
}

/** What a job has told so far. */
export interface JobOutcome {
  readonly calls: number;
  readonly deviations: readonly Deviation[];
}

export interface Circumstances {
  readonly exec: FunctionExecutor;
  /** Any call may end cancelled: the executor is closed in the middle. */
  readonly mayBeCancelled: boolean;
  /** More lost workers than a storm makes. */
  readonly lostWorkers: number;
}

const INPUT_BROKE = 'the input broke';

/** Runs one job to its end, however that is, and compares. Never rejects for what a call came to. */
export async function runJob(plan: JobPlan, circumstances: Circumstances): Promise<JobOutcome> {
  const run = new JobRun(plan, circumstances);
  await run[methodOf[plan.kind]]();
  return { calls: run.calls, deviations: run.deviations };
}

class JobRun {
  readonly deviations: Deviation[] = [];
  calls = 0;
  readonly #plan: JobPlan;
  readonly #circumstances: Circumstances;

  constructor(plan: JobPlan, circumstances: Circumstances) {
    this.#plan = plan;
    this.#circumstances = circumstances;
  }

  async map(): Promise<void> {
    const list = this.#start(this.#plan.items);
    const values = this.#plan.items.map(({ n }) => n * 10);
    const failures = this.#plan.items.flatMap((item) => failureBy(item) ?? []);
    await this.#check('the list', list, failures.length > 0 ? failures : [`= ${JSON.stringify(values)}`]);
    await this.#checkEach(list);
  }

  async settled(): Promise<void> {
    await this.#checkEach(this.#start(this.#plan.items));
  }

  async call(): Promise<void> {
    const [item] = this.#plan.items;
    if (item === undefined) return;
    const { chunkSize: _, concurrency: __, ...options } = this.#options;
    await this.#check('the call', this.#exec.callAsync(meetFate, item, options), endsOfCall(item));
  }

  async mapReduce(): Promise<void> {
    const { items } = this.#plan;
    const sum = this.#exec.mapReduce(meetFate, items, addUp, this.#options);
    await this.#check('the sum', sum, endsOfSum(items));
  }

  async chain(): Promise<void> {
    const { chunkSize: _, concurrency: __, ...options } = this.#options;
    const first = this.#start(this.#plan.items);
    const second = first.map((value: number) => value, options);
    await this.#check('the sum', second.reduce(addUp, options), endsOfSum(this.#plan.items));
    await this.#checkEach(second);
    await this.#checkEach(first);
  }

  async continuation(): Promise<void> {
    const { items } = this.#plan;
    const options = this.#callOptions;
    const handedOver = this.#exec.callAsync(
      (given: readonly Item[], ctx) => ctx.mapReduce(meetFate, given, addUp, options),
      items,
      this.#callOptions,
    );
    await this.#check('the call', handedOver, endsOfSum(items));
  }

  /** The inner executor's calls fail inside the outer call, which throws what they threw. */
  async nested(): Promise<void> {
    const { items, timeoutMs } = this.#plan;
    const { retries } = this.#options;
    const outer = this.#exec.callAsync(
      async (given: readonly Item[]) => {
        const inner = new FunctionExecutor();
        try {
          return await inner.mapReduce(meetFate, given, addUp, { retries, timeoutMs });
        } finally {
          await inner.close().catch(() => undefined);
        }
      },
      items,
      {
        ...this.#callOptions,
        timeoutMs: 60_000,
        retries: { limit: 0, lostWorkers: this.#circumstances.lostWorkers },
      },
    );
    await this.#check('the call', outer, endsOfSum(items));
  }

  async stream(): Promise<void> {
    let seen = 0;
    for await (const outcome of this.#start(this.#plan.items).outcomes()) {
      this.#compare(`call ${outcome.index}`, outcome, this.#endsOf(outcome.index));
      seen++;
    }
    this.#count('calls of the stream', seen, this.#plan.items.length);
  }

  async streamLeft(): Promise<void> {
    let seen = 0;
    for await (const outcome of this.#start(this.#plan.items).outcomes()) {
      this.#compare(`call ${outcome.index}`, outcome, this.#endsOf(outcome.index));
      if (++seen > this.#plan.giveUpAfter) break;
    }
  }

  async cancelled(): Promise<void> {
    const list = this.#start(this.#plan.items);
    await this.#someEnded(list);
    await list.cancel();
    await this.#checkEach(list, true);
  }

  async cancelledOne(): Promise<void> {
    const list = this.#start(this.#plan.items);
    const { giveUpAfter } = this.#plan;
    await list.at(giveUpAfter)?.cancel();
    const ends = await list.settled();
    for (const [index, end] of ends.entries()) {
      const expected = this.#endsOf(index);
      this.#compare(`call ${index}`, end, index === giveUpAfter ? orCancelled(expected) : expected);
    }
  }

  async generator(): Promise<void> {
    const { items } = this.#plan;
    async function* later(): AsyncGenerator<Item> {
      for (const item of items) {
        if (item.n % 10 === 3) await new Promise((resolve) => setTimeout(resolve, 1));
        yield item;
      }
    }
    await this.#checkEach(this.#exec.map(meetFate, later(), this.#options));
  }

  async brokenInput(): Promise<void> {
    const { items } = this.#plan;
    function* broken(): Generator<Item> {
      yield* items;
      throw new Error(INPUT_BROKE);
    }
    const ends = await this.#exec.map(meetFate, broken(), this.#options).settled();
    for (const [index, end] of ends.entries()) {
      const expected = index < items.length ? this.#endsOf(index) : this.#or([INPUT_BROKE]);
      this.#compare(`call ${index}`, end, expected);
    }
    if (!this.#circumstances.mayBeCancelled) this.#count('calls of the list', ends.length, items.length + 1);
  }

  get #exec(): FunctionExecutor {
    return this.#circumstances.exec;
  }

  get #options(): MapOptions {
    const { chunkSize, concurrency } = this.#plan;
    return { ...this.#callOptions, chunkSize, concurrency };
  }

  get #callOptions(): Pick<MapOptions, 'timeoutMs' | 'runtimeMemoryMb' | 'retries'> {
    const { timeoutMs, memoryMb, items } = this.#plan;
    // A second attempt is for those that fail at first, and costs those that never come through.
    const limit = items.some(({ fate }) => fate.endsWith('at-first')) ? 1 : 0;
    const { lostWorkers } = this.#circumstances;
    return { timeoutMs, runtimeMemoryMb: memoryMb, retries: { limit, lostWorkers } };
  }

  #start(items: readonly Item[]): FuturesList<number> {
    return this.#exec.map(meetFate, items, this.#options);
  }

  async #someEnded(list: FuturesList<number>): Promise<void> {
    const { items, giveUpAfter } = this.#plan;
    const returnWhen = items.length === 0 ? 'ALWAYS' : Math.floor((100 * giveUpAfter) / items.length);
    await list.wait({ returnWhen });
  }

  async #checkEach(list: FuturesList<number>, isCancelled = false): Promise<void> {
    const ends = await list.settled();
    for (const [index, end] of ends.entries()) {
      const expected = this.#endsOf(index);
      this.#compare(`call ${index}`, end, isCancelled ? orCancelled(expected) : expected);
    }
    if (!this.#circumstances.mayBeCancelled && !isCancelled)
      this.#count('calls of the list', ends.length, this.#plan.items.length);
  }

  async #check(call: string, promise: PromiseLike<unknown>, expected: Ends): Promise<void> {
    const [end] = await Promise.allSettled([promise]);
    this.#compare(call, end, this.#or(expected));
  }

  #endsOf(index: number): Ends {
    const { items } = this.#plan;
    const item = items[index];
    if (item !== undefined) return this.#or(endsOfCall(item));
    // Of an input that is cancelled before it was read to its end, one more call stands for the rest.
    return index === items.length ? this.#or([]) : [];
  }

  #or(ends: Ends): Ends {
    return this.#circumstances.mayBeCancelled ? orCancelled(ends) : ends;
  }

  #count(call: string, got: number, expected: number): void {
    if (got === expected) return;
    this.deviations.push({
      job: this.#plan,
      call,
      expected: [String(expected)],
      got: String(got),
      detail: '',
    });
  }

  #compare(call: string, end: PromiseSettledResult<unknown>, expected: Ends): void {
    this.calls++;
    const got = describeEnd(end);
    if (!expected.includes(got)) {
      const detail = end.status === 'rejected' ? inspect(end.reason, { depth: 3 }) : '';
      this.deviations.push({ job: this.#plan, call, expected, got, detail });
    }
  }
}

/** In workers. */
function addUp(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

const methodOf = {
  map: 'map',
  settled: 'settled',
  call: 'call',
  'map-reduce': 'mapReduce',
  chain: 'chain',
  continuation: 'continuation',
  nested: 'nested',
  stream: 'stream',
  'stream-left': 'streamLeft',
  cancelled: 'cancelled',
  'cancelled-one': 'cancelledOne',
  generator: 'generator',
  'broken-input': 'brokenInput',
} as const satisfies Record<JobPlan['kind'], keyof JobRun>;
