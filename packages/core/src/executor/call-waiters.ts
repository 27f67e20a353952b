import type { CallTable } from '../monitor/call-table.js';

type Waiter = () => void;

const waitersOf = new WeakMap<CallTable, CallWaiters>();

/** Calls `waiter` once, when the call has ended or turns out not to exist. @returns stops waiting */
export function onceSettled(table: CallTable, index: number, waiter: Waiter): () => void {
  const waiters = waitersOf.get(table) ?? new CallWaiters(table);
  waitersOf.set(table, waiters);
  return waiters.add(index, waiter);
}

/** Who waits for which call of a job. The table has one listener for all of them: each call wakes only its own. */
class CallWaiters {
  readonly #table: CallTable;
  readonly #byIndex = new Map<number, Set<Waiter>>();
  #unsubscribe: (() => void) | undefined;

  constructor(table: CallTable) {
    this.#table = table;
  }

  add(index: number, waiter: Waiter): () => void {
    const waiters = this.#byIndex.get(index) ?? new Set();
    this.#byIndex.set(index, waiters.add(waiter));
    this.#unsubscribe ??= this.#table.subscribe({
      settled: (ended) => this.#wake(ended),
      counted: (total) => {
        for (const waited of [...this.#byIndex.keys()]) if (waited >= total) this.#wake(waited);
      },
    });
    return () => {
      waiters.delete(waiter);
      if (waiters.size === 0 && this.#byIndex.get(index) === waiters) this.#forget(index);
    };
  }

  #wake(index: number): void {
    const waiters = this.#byIndex.get(index);
    if (waiters === undefined) return;
    this.#forget(index);
    for (const waiter of waiters) waiter();
  }

  #forget(index: number): void {
    this.#byIndex.delete(index);
    if (this.#byIndex.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }
}
