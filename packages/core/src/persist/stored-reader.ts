import { LithopsError } from '../errors/index.js';
import type { InputBatch, InputEntry, InputReader } from '../job/input.js';
import type { InputStore } from './input-store.js';
import type { StoredItem } from './segment.js';

export interface StoredServices {
  readonly input: InputStore;
  readonly name: string;
  failed(error: unknown): void;
  restore(entries: readonly InputEntry[]): Promise<void>;
  /** The input ends before its end, with this call. */
  incomplete(index: number): void;
}

/** The input of a job whose program is gone: what it had stored, then an error unless that was all. */
export class StoredReader implements InputReader {
  readonly size = undefined;
  readonly #services: () => StoredServices;
  #numbers: number[] | undefined;
  #waiting: StoredItem[] = [];
  /** Items that could not be had then: a later program with the same key may have had them. */
  readonly #failures = new Map<number, StoredItem>();
  readonly #seen = new Set<number>();
  #isDone = false;
  #isStopped = false;
  #hasEnded = false;

  constructor(services: () => StoredServices) {
    this.#services = services;
  }

  async read(max: number): Promise<InputBatch> {
    try {
      const items = await this.#next(max);
      const { input, restore } = this.#services();
      const entries = items === undefined ? this.#rest() : items.map((item) => input.decode(item));
      await restore(entries);
      return { entries, done: items === undefined };
    } catch (error) {
      this.#services().failed(error);
      return { entries: [], done: true };
    }
  }

  /** `undefined`: no more are stored. */
  async #next(max: number): Promise<readonly StoredItem[] | undefined> {
    const { input } = this.#services();
    this.#numbers ??= [...(await input.numbers())];
    while (this.#waiting.length === 0 && !this.#isStopped) {
      const number = this.#numbers.shift();
      if (number === undefined) return undefined;
      const segment = await input.read(number);
      this.#isDone ||= segment?.done === true;
      this.#waiting = segment?.items.filter((item) => this.#isItem(item)) ?? [];
    }
    return this.#isStopped ? undefined : this.#waiting.splice(0, max);
  }

  #isItem(item: StoredItem): boolean {
    if (item.kind === 'failure') {
      this.#failures.set(item.index, item);
      return false;
    }
    if (this.#seen.has(item.index)) return false;
    this.#seen.add(item.index);
    return true;
  }

  /** Calls of which there is no item. */
  #rest(): readonly InputEntry[] {
    if (this.#hasEnded || this.#isStopped) return [];
    this.#hasEnded = true;
    const { input } = this.#services();
    const entries = new Map<number, InputEntry>();
    for (const [index, failure] of this.#failures) {
      if (!this.#seen.has(index)) entries.set(index, input.decode(failure));
    }
    const known = [...this.#seen, ...entries.keys()];
    const length = known.reduce((most, index) => Math.max(most, index + 1), 0);
    for (let index = 0; index < length + (this.#isDone ? 0 : 1); index++) {
      if (!this.#seen.has(index) && !entries.has(index)) entries.set(index, this.#missing(index));
    }
    return [...entries.values()];
  }

  #missing(index: number): InputEntry {
    const { name, incomplete } = this.#services();
    incomplete(index);
    const failure = new LithopsError({
      code: 'LITHOPS_INPUT_INCOMPLETE',
      message:
        `Expected the whole input of job ${name} to be stored, got ${this.#seen.size} items: its program ended before it had read more. ` +
        'Their results are there (settled() gives them); run the rest as a new job, or use a jobKey and give the input again.',
    });
    return { index, failure };
  }

  stop(): void {
    this.#isStopped = true;
  }
}
