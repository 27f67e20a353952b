import { isLithopsError } from '../errors/index.js';
import type { Logger } from '../log/index.js';
import { parseStatus, statusPrefix } from '../storage/key-layout.js';
import { endKey, endPrefix, numberOfKey } from '../storage/persisted-keys.js';
import { messageOf } from '../util/thrown.js';
import { decodeReport, type Report, type ReportedOutcome, unseal } from '../wire/index.js';
import type { JobStore } from './job-store.js';

/** Objects that are read at once. */
export const PARALLEL_READS = 16;

/** One outcome and the report that tells it. */
export interface Told {
  readonly report: Report;
  readonly outcome: ReportedOutcome;
  /** Its place among the report's outcomes. */
  readonly position: number;
}

/** Where outcomes of a call may be found, unread. */
type Place =
  | { readonly in: 'key'; readonly body: Uint8Array<ArrayBuffer> }
  | { readonly in: 'object'; readonly key: string }
  | { readonly in: 'report'; readonly report: Report };

/**
 * What the bucket says of a job's calls: statuses of workers, and ends that a client has decided. What was not sealed with
 * the job's own key says nothing, wherever it lies and whatever it hides behind.
 */
export class Ledger {
  readonly #store: JobStore;
  readonly #seal: string;
  readonly #log: Logger;
  readonly #places = new Map<number, Place[]>();
  readonly #ends = new Set<number>();

  private constructor(store: JobStore, seal: string, log: Logger) {
    this.#store = store;
    this.#seal = seal;
    this.#log = log;
  }

  /** Lists everything once. Reports of whole activations are read now, those of single calls when they are asked for. */
  static async load(store: JobStore, seal: string, log: Logger): Promise<Ledger> {
    const ledger = new Ledger(store, seal, log);
    const prefix = statusPrefix(store.address);
    const activations: Place[] = [];
    for (const key of await store.list(prefix)) {
      const status = parseStatus(key.slice(prefix.length));
      if (status === undefined) continue;
      const place: Place =
        status.body === undefined ? { in: 'object', key } : { in: 'key', body: status.body };
      if (status.type === 'activation') activations.push(place);
      else if (status.kind !== 'run') ledger.#add(status.index, place);
    }
    await inGroups(activations, async (place) => {
      const report = await ledger.#read(place);
      for (const index of new Set([...(report?.outcomes ?? [])].map((outcome) => outcome.index)))
        if (report !== undefined) ledger.#add(index, { in: 'report', report });
    });
    for (const key of await store.list(endPrefix(store.address))) {
      const index = numberOfKey(key);
      if (index !== undefined) ledger.#ends.add(index);
    }
    return ledger;
  }

  #add(index: number, place: Place): void {
    const places = this.#places.get(index);
    if (places === undefined) this.#places.set(index, [place]);
    else places.push(place);
  }

  /** Calls of which something is written. */
  get calls(): ReadonlySet<number> {
    return new Set([...this.#places.keys(), ...this.#ends]);
  }

  /** What a client has decided about the call. */
  async end(index: number): Promise<Told | undefined> {
    if (!this.#ends.has(index)) return undefined;
    const report = await this.#read({ in: 'object', key: endKey(this.#store.address, index) });
    return report && toldOf(report, index)[0];
  }

  /** What workers have told of the call, by attempt. */
  async outcomes(index: number): Promise<readonly Told[]> {
    const told: Told[] = [];
    for (const place of this.#places.get(index) ?? []) {
      const report = await this.#read(place);
      if (report !== undefined) told.push(...toldOf(report, index).filter((one) => !isCutOff(one)));
    }
    return told.sort((a, b) => a.outcome.attempt - b.outcome.attempt);
  }

  async #read(place: Place): Promise<Report | undefined> {
    if (place.in === 'report') return place.report;
    const sealed = place.in === 'key' ? place.body : await this.#store.find(place.key);
    if (sealed === undefined) return undefined;
    try {
      // Code that was stored on its way is never evaluated here; workers do not store any.
      return { ...decodeReport(unseal(sealed, this.#seal)), code: [] };
    } catch (error) {
      if (!isLithopsError(error, 'LITHOPS_PROTOCOL')) throw error;
      this.#log.warn(`A stored report was refused: ${messageOf(error)}`);
      return undefined;
    }
  }
}

/** The call's number is what the sealed report says, not what its key says. */
function toldOf(report: Report, index: number): Told[] {
  const { outcomes } = report;
  const told: Told[] = [];
  for (let position = 0; position < outcomes.length; position++)
    if (outcomes.index(position) === index) told.push({ report, outcome: outcomes.at(position), position });
  return told;
}

/** Its client was closed: the attempt came to nothing, and nobody's retries are fewer for it. */
function isCutOff({ outcome }: Told): boolean {
  return outcome.kind === 'failure' && outcome.failure.code === 'LITHOPS_CANCELLED';
}

export async function inGroups<T>(all: readonly T[], action: (one: T) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < all.length; i += PARALLEL_READS)
    await Promise.all(all.slice(i, i + PARALLEL_READS).map(action));
}
