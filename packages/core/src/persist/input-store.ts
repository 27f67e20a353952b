import type { CodeSpace } from '@lithops/closure';
import { isLithopsError } from '../errors/index.js';
import type { InputEntry } from '../job/input.js';
import type { Logger } from '../log/index.js';
import { inputKey, inputPrefix, jobCodeKey, numberOfKey } from '../storage/persisted-keys.js';
import type { CodeReference } from '../wire/index.js';
import { decodeEntry, type EncodedEntry } from './encode-entry.js';
import type { JobStore } from './job-store.js';
import { decodeSegment, encodeSegment, type Segment, type StoredItem } from './segment.js';

/** A job's input in the bucket, segment by segment. */
export class InputStore {
  readonly code: CodeSpace;
  readonly #store: JobStore;
  readonly #seal: string;
  readonly #log: Logger;
  readonly #storedCode = new Map<string, Promise<void>>();
  #next = 0;

  constructor(store: JobStore, seal: string, code: CodeSpace, log: Logger) {
    this.#store = store;
    this.#seal = seal;
    this.code = code;
    this.#log = log;
  }

  /** Numbers of the segments that are there, in order; the next one is written behind them. */
  async numbers(): Promise<readonly number[]> {
    const keys = await this.#store.list(inputPrefix(this.#store.address));
    const numbers = keys.flatMap((key) => numberOfKey(key) ?? []);
    this.#next = (numbers.at(-1) ?? -1) + 1;
    return numbers;
  }

  /** Resolves with the segment's number when it is there, and all code that its items need. */
  async append(entries: readonly EncodedEntry[], done: boolean): Promise<number> {
    const number = this.#next++;
    await Promise.all(entries.flatMap(({ code }) => code.map((part) => this.storeCode(part))));
    const segment = encodeSegment({ items: entries.map(({ stored }) => stored), done }, number, this.#seal);
    await this.#store.put(inputKey(this.#store.address, number), segment);
    return number;
  }

  /** Each capsule once. */
  async storeCode({ hash, bytes }: CodeReference): Promise<void> {
    if (bytes === undefined) return;
    const known = this.#storedCode.get(hash);
    const stored = known ?? this.#store.put(jobCodeKey(this.#store.address, hash), bytes);
    this.#storedCode.set(hash, stored);
    await stored;
  }

  /** `undefined`: it is gone, or was not stored by this job. */
  async read(number: number): Promise<Segment | undefined> {
    const bytes = await this.#store.find(inputKey(this.#store.address, number));
    if (bytes === undefined) return undefined;
    try {
      return decodeSegment(bytes, number, this.#seal);
    } catch (error) {
      if (!isLithopsError(error, 'LITHOPS_PROTOCOL')) throw error;
      this.#log.warn(`Part ${number} of the stored input was refused: ${error.message}`);
      return undefined;
    }
  }

  async entries(number: number): Promise<readonly InputEntry[]> {
    const segment = await this.read(number);
    return segment?.items.map((item) => this.decode(item)) ?? [];
  }

  decode(item: StoredItem): InputEntry {
    return decodeEntry(this.code, this.#store.address, item);
  }
}
