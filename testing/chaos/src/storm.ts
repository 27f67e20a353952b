import { workerPids } from './left-over.js';
import type { Random } from './random.js';

/** What takes seconds could never end under a storm without end, milliseconds. */
const LENGTH_MS = 4000;

/** Kills one worker process after the other, at random moments, until it is over or stopped. */
export class Storm {
  #kills = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #random: Random;
  readonly #endMs = performance.now() + LENGTH_MS;

  constructor(random: Random) {
    this.#random = random;
    this.#next();
  }

  get kills(): number {
    return this.#kills;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #next(): void {
    if (performance.now() > this.#endMs) return;
    this.#timer = setTimeout(
      () => {
        const pids = workerPids();
        if (pids.length > 0) this.#kill(this.#random.one(pids));
        this.#next();
      },
      this.#random.whole(20, 400),
    );
  }

  #kill(pid: number): void {
    try {
      process.kill(pid, 'SIGKILL');
      this.#kills++;
    } catch {
      // It has ended by itself since it was listed.
    }
  }
}
