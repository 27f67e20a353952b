import { processWide } from '../util/process-wide.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
type Signal = (typeof SIGNALS)[number];

/** How long cancelling and cleaning may take before the program ends all the same, milliseconds. */
const LIMIT_MS = 10_000;

/** Cancels an executor's calls and cleans up after it. */
export type Interruptible = () => Promise<void>;

interface Guard {
  /** Executors with calls underway. */
  readonly busy: Set<Interruptible>;
  readonly listeners: Map<Signal, () => void>;
  /** A signal has come, and is raised again as soon as all is cleaned: what begins meanwhile is no reason to catch that. */
  isEnding: boolean;
}

const guard = processWide<Guard>('signals', () => ({
  busy: new Set(),
  listeners: new Map(),
  isEnding: false,
}));

/**
 * While calls run, Ctrl-C and SIGTERM cancel them and clean up, then end the program as the signal would have; a second
 * one ends it now. A program with a listener of its own for the signal is left alone.
 *
 * @returns ends the watch
 */
export function interruptible(interrupt: Interruptible): () => void {
  guard.busy.add(interrupt);
  for (const signal of SIGNALS) listen(signal);
  return () => {
    guard.busy.delete(interrupt);
    if (guard.busy.size === 0) stopListening();
  };
}

function listen(signal: Signal): void {
  if (guard.isEnding || guard.listeners.has(signal)) return;
  const listener = (): void => {
    if (process.listenerCount(signal) > 1) return;
    // Without our listener the next signal has its usual effect.
    stopListening();
    void endBy(signal);
  };
  guard.listeners.set(signal, listener);
  process.on(signal, listener);
}

async function endBy(signal: Signal): Promise<void> {
  guard.isEnding = true;
  await interruptAll();
  process.kill(process.pid, signal);
  // Still here: the program has a listener of its own by now.
  guard.isEnding = false;
}

function stopListening(): void {
  for (const [signal, listener] of guard.listeners) process.off(signal, listener);
  guard.listeners.clear();
}

async function interruptAll(): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LIMIT_MS);
  });
  const interrupts = [...guard.busy];
  guard.busy.clear();
  await Promise.race([Promise.allSettled(interrupts.map((interrupt) => interrupt())), over]);
  clearTimeout(timer);
}
