import { LONGEST_TIMER_MS } from '../util/longest-timer.js';

/** How long a worker may take to begin, milliseconds. */
export const START_GRACE_MS = 60_000;
/** How long past its limit a worker may take to say so itself, milliseconds: on its reply, and by a monitor. */
export const STOP_GRACE_MS = { reply: 2000, monitor: 60_000 } as const;

/** When a worker that is silent is given up; every sign of life sets it anew. */
export class Deadline {
  readonly #over: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(over: () => void) {
    this.#over = over;
  }

  /** From now on. */
  set(limitMs: number, graceMs: number): void {
    this.clear();
    this.#timer = setTimeout(this.#over, Math.min(limitMs + graceMs, LONGEST_TIMER_MS));
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
