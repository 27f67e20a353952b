/** Without a refusal for so long, more is tried. */
const GROWTH_MS = 1000;

/**
 * How many activations at once the backend takes, as far as refusals have told. Nothing is known at first: there is no limit.
 *
 * A refusal says that as many as were under way were one too many, so what is sent together and refused in part leaves a limit
 * of exactly what was taken. The limit grows each time that a whole limit of activations has come to its end, and each second,
 * because activations may be long: by one, then by twice as much each time, until the next refusal. So a limit that is still
 * there costs few refusals, and one that is gone is forgotten within seconds.
 */
export class AdaptiveWindow {
  readonly #most: number;
  readonly #onGrowth: () => void;
  #limit: number;
  #step = 1;
  #ended = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param most activations at once, whatever the backend takes @param onGrowth there is room now that nobody made */
  constructor(most: number, onGrowth: () => void) {
    this.#most = most;
    this.#limit = most;
    this.#onGrowth = onGrowth;
  }

  /** @param underWay activations now */
  hasRoom(underWay: number): boolean {
    return underWay < this.#limit;
  }

  /** @param underWay activations, the one that was refused among them */
  refused(underWay: number): void {
    this.#limit = Math.max(1, Math.min(this.#limit, underWay - 1));
    this.#step = 1;
    this.#ended = 0;
    this.#growLater();
  }

  /** An activation that was taken has come to its end. */
  accepted(): void {
    if (this.#limit < this.#most && ++this.#ended >= this.#limit) this.#grow();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #grow(): void {
    this.#ended = 0;
    this.#limit = Math.min(this.#most, this.#limit + this.#step);
    this.#step *= 2;
    this.#growLater();
  }

  #growLater(): void {
    clearTimeout(this.#timer);
    if (this.#limit >= this.#most) return;
    this.#timer = setTimeout(() => {
      this.#grow();
      this.#onGrowth();
    }, GROWTH_MS);
    // What is under way keeps the program alive, if anything.
    this.#timer.unref();
  }
}
