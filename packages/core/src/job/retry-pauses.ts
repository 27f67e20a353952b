import { LONGEST_TIMER_MS } from '../util/longest-timer.js';

/** The pauses of a job before it sends calls again. */
export class RetryPauses {
  readonly #timers = new Set<NodeJS.Timeout>();

  /** Acts at once where there is no pause. @param delayMs longer ones than a timer takes, 24.8 days, last that long */
  after(delayMs: number, act: () => void): void {
    if (delayMs === 0) {
      act();
      return;
    }
    const over = (): void => {
      this.#timers.delete(timer);
      act();
    };
    const timer = setTimeout(over, Math.min(delayMs, LONGEST_TIMER_MS));
    this.#timers.add(timer);
  }

  /** None of them comes to its end. */
  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
