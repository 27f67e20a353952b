import type { CallContext, Storage } from '@lithops/core';
import type { Patience } from '../patience.js';

/** What calls are told of a place: the prefix of its keys. */
export interface Told {
  readonly place: string;
}

/** A place in the store where calls say what they do, and where they look whether they may go on. */
export class Place {
  readonly told: Told;
  readonly #storage: Storage;
  readonly #patience: Patience;

  constructor(storage: Storage, place: string, patience: Patience) {
    this.told = { place };
    this.#storage = storage;
    this.#patience = patience;
  }

  /** Numbers of the calls that have said this, one for each time, sorted. */
  async said(what: string): Promise<number[]> {
    const prefix = `${this.told.place}/${what}/`;
    const keys = await this.#storage.listKeys(this.#storage.bucket, prefix);
    return keys.map((key) => Number.parseInt(key.slice(prefix.length), 10)).sort((a, b) => a - b);
  }

  /** Until that many calls have said this. */
  async heard(what: string, count = 1): Promise<void> {
    await this.#patience.until(
      async () => (await this.said(what)).length >= count,
      `fewer than ${count} calls had said "${what}"`,
    );
  }

  /** Lets those go on that wait. */
  async letGo(): Promise<void> {
    await this.#storage.putObject(this.#storage.bucket, `${this.told.place}/go`, '-');
  }

  async text(name: string): Promise<string> {
    const bytes = await this.#storage.getObject(this.#storage.bucket, `${this.told.place}/${name}`);
    return Buffer.from(bytes).toString();
  }
}

/** A call that says that it has begun, waits until it may go on, and says that it does. */
export async function waits({ place }: Told, { storage, index }: CallContext): Promise<number> {
  const say = (what: string): Promise<void> =>
    storage.putObject(storage.bucket, `${place}/${what}/${index}-${crypto.randomUUID()}`, '-');
  await say('begun');
  while ((await storage.listKeys(storage.bucket, `${place}/go`)).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await say('went-on');
  return index;
}

/**
 * A call that looks into the store as those that wait do, more often than they have to: when it has ended, what still ran beside it
 * has seen that it may go on, however slow the machine is.
 */
export async function looksOn({ place }: Told, { storage }: CallContext): Promise<void> {
  for (let look = 0; look < 10; look++) {
    await storage.listKeys(storage.bucket, `${place}/go`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A call that says that it has begun, and does what kills its worker. */
export async function dies(
  { place, how }: Told & { readonly how: 'not' | 'exit' | 'kill' },
  { storage, index }: CallContext,
): Promise<number> {
  await storage.putObject(storage.bucket, `${place}/begun/${index}-${crypto.randomUUID()}`, '-');
  if (how === 'exit') process.exit(7);
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  // Signals come when they come.
  if (how === 'kill') await new Promise((resolve) => setTimeout(resolve, 60_000));
  return index;
}

/** A call that says how many of its kind it sees at the same time, in as many looks. */
export async function meets(
  { place, looks }: Told & { readonly looks: number },
  { storage, index }: CallContext,
): Promise<number> {
  const key = `${place}/busy/${index}`;
  await storage.putObject(storage.bucket, key, '-');
  let most = 0;
  for (let look = 0; look < looks; look++) {
    const { length } = await storage.listKeys(storage.bucket, `${place}/busy/`);
    most = Math.max(most, length);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await storage.deleteObject(storage.bucket, key);
  return most;
}
