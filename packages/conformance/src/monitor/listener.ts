import { createHash } from 'node:crypto';
import type { CallAttempt, MonitorClient, MonitorEvent, OutcomeReport } from '@lithops/core/spec';
import type { NamingPatience } from './patience.js';
import { expectKept, promises } from './promises.js';

/** A client half, and all that it has told. */
export class Listener {
  readonly client: MonitorClient;
  readonly #patience: NamingPatience;
  readonly #events: MonitorEvent[] = [];
  readonly #reading: Promise<void>;
  #failure: { readonly error: unknown } | undefined;

  constructor(client: MonitorClient, patience: NamingPatience) {
    this.client = client;
    this.#patience = patience;
    this.#reading = this.#read();
  }

  /** What was told of a job, as text that says the bytes. */
  reportsOf(jobId: string): readonly string[] {
    return this.#events.flatMap((event) =>
      event.type === 'report' && event.jobId === jobId ? [textOf(event.body)] : [],
    );
  }

  startsOf(jobId: string): readonly string[] {
    return this.#events.flatMap((event) =>
      event.type === 'started' ? event.calls.filter((call) => call.jobId === jobId).map(nameOf) : [],
    );
  }

  /** All those reports, in any order, each at least once, and no others but those that may be told. */
  async hears(
    promise: string,
    jobId: string,
    reports: readonly OutcomeReport[],
    maybe: readonly OutcomeReport[] = [],
  ): Promise<void> {
    await this.#hearsAll(
      promise,
      reports.map(({ body }) => textOf(body)),
      () =>
        without(
          this.reportsOf(jobId),
          maybe.map(({ body }) => textOf(body)),
        ),
      `reports of job ${jobId}`,
    );
  }

  /** All those calls as started, in any order and grouping, and no others. */
  async hearsStarted(promise: string, jobId: string, calls: readonly CallAttempt[]): Promise<void> {
    await this.#hearsAll(
      promise,
      calls.map(nameOf),
      () => this.startsOf(jobId),
      `started calls of job ${jobId}`,
    );
  }

  async #hearsAll(
    promise: string,
    expected: readonly string[],
    told: () => readonly string[],
    what: string,
  ): Promise<void> {
    const missing = (): readonly string[] => without(expected, told());
    const got = (): string => {
      const aliens = without(told(), expected);
      const others = aliens.length === 0 ? '' : `, and what nobody gave it: ${listed(aliens)}`;
      return `all but ${missing().length}: ${listed(missing())}${others}${this.#ended()}`;
    };
    await this.#patience.until(promise, () => missing().length === 0, `${expected.length} ${what}`, got);
    const aliens = without(told(), expected);
    expectKept(promise, aliens.length === 0, `no other ${what}`, listed(aliens));
  }

  /** Resolves when the iteration is over, having asked for that or not. */
  async ends(): Promise<void> {
    const expected = 'a pending next() to give { done: true }';
    await this.#patience.settled(promises.ends, this.#reading, expected);
    expectKept(promises.ends, this.#failure === undefined, 'the iteration to end', this.#ended());
  }

  async close(): Promise<void> {
    const expected = 'close() of the client to settle';
    await this.#patience.settled(promises.ends, this.client.close(), expected);
    await this.ends();
  }

  #ended(): string {
    return this.#failure === undefined ? '' : `; the iteration threw ${String(this.#failure.error)}`;
  }

  async #read(): Promise<void> {
    try {
      for await (const event of this.client) this.#events.push(event);
    } catch (error) {
      this.#failure = { error };
    }
  }
}

function without(all: readonly string[], those: readonly string[]): readonly string[] {
  const found = new Set(those);
  return all.filter((one) => !found.has(one));
}

/** The first of them, short. */
function listed(all: readonly string[]): string {
  const some = all.slice(0, 3).join(', ');
  return all.length > 3 ? `${some}, …` : some;
}

function nameOf({ jobId, index, attempt }: CallAttempt): string {
  return `call ${jobId}/${index}, attempt ${attempt}`;
}

/** Bytes that are short text as that, others by their number and a hash. */
function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('latin1');
  if (/^[\w/+]{1,60}$/.test(text)) return text;
  return `${bytes.byteLength} bytes (${createHash('sha256').update(bytes).digest('hex').slice(0, 16)})`;
}
