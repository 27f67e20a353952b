import { createHash } from 'node:crypto';
import type { InputStore } from './input-store.js';
import type { StoredItem } from './segment.js';

interface Known {
  readonly digest: string;
  readonly segment: number;
  readonly kind: StoredItem['kind'];
}

/** The input that an earlier program stored under the same key, to tell whether this one's is the same. */
export class EarlierInput {
  readonly #input: InputStore;
  readonly #items = new Map<number, Known>();
  #seen = 0;
  #isDone = false;
  #endsInFailure = false;

  private constructor(input: InputStore) {
    this.#input = input;
  }

  static async load(input: InputStore): Promise<EarlierInput> {
    const earlier = new EarlierInput(input);
    for (const number of await input.numbers()) {
      const segment = await input.read(number);
      if (segment === undefined) continue;
      for (const item of segment.items) earlier.#items.set(item.index, knownAs(item, number));
      earlier.#isDone ||= segment.done;
      earlier.#endsInFailure = segment.items.at(-1)?.kind === 'failure';
    }
    return earlier;
  }

  /** It was read to its end, and did not end because it failed. */
  get isComplete(): boolean {
    return this.#isDone && !this.#endsInFailure;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Items that were there and have not come again. */
  get missing(): number {
    return this.#items.size - this.#seen;
  }

  /** `new`: nothing is stored under that number, or only that it could not be had. */
  async compare(item: StoredItem): Promise<'same' | 'new' | 'other'> {
    const known = this.#items.get(item.index);
    if (known === undefined) return this.isComplete ? 'other' : 'new';
    this.#seen++;
    if (known.kind === 'failure') return item.kind === 'failure' ? 'same' : 'new';
    if (item.kind === 'failure') return 'other';
    return known.digest === digestOf(item) || (await this.#isSame(item, known)) ? 'same' : 'other';
  }

  async #isSame(item: StoredItem, { segment }: Known): Promise<boolean> {
    const stored = (await this.#input.read(segment))?.items.find(({ index }) => index === item.index);
    return stored !== undefined && this.#input.code.isSame(item.bytes, stored.bytes);
  }
}

function knownAs(item: StoredItem, segment: number): Known {
  return { digest: digestOf(item), segment, kind: item.kind };
}

function digestOf({ bytes }: StoredItem): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
