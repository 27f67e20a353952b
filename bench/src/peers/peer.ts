import { type Contestant, timed } from '../case.js';

/** A pool of another library that runs one function: the default export of a module. */
export interface Peer {
  readonly name: string;
  call(item: unknown): PromiseLike<unknown>;
  close(): Promise<unknown>;
}

/** A peer that runs all items at once and awaits them, once before anything is measured: its workers are warm then. */
export async function contestantOf(
  peer: Peer,
  items: readonly unknown[],
  { rounds, warmUp = items }: { readonly rounds?: number; readonly warmUp?: readonly unknown[] } = {},
): Promise<Contestant> {
  const all = (some: readonly unknown[]) => Promise.all(some.map((item) => peer.call(item)));
  await all(warmUp);
  return {
    name: peer.name,
    ...(rounds === undefined ? {} : { rounds }),
    run: () => timed(() => all(items)),
    close: async () => {
      await peer.close();
    },
  };
}
