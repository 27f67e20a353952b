/**
 * How many activations at once the backend takes, as far as refusals have told. Nothing is known at first: there is no limit.
 *
 * A refusal says that as many as were under way were one too many, so what is sent together and refused in part leaves a limit
 * of exactly what was taken. Each time that a whole limit of activations has come to its end since, the limit grows, by one and
 * then by twice as much each time: a limit that is still there costs one refusal for each limit of activations, and one that
 * is gone is forgotten soon.
 */
export class AdaptiveWindow {
  readonly #most: number;
  #limit: number;
  #step = 1;
  #ended = 0;

  /** @param most activations at once, whatever the backend takes */
  constructor(most: number) {
    this.#most = most;
    this.#limit = most;
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
  }

  /** An activation that was taken has come to its end. */
  accepted(): void {
    if (this.#limit >= this.#most || ++this.#ended < this.#limit) return;
    this.#ended = 0;
    this.#limit = Math.min(this.#most, this.#limit + this.#step);
    this.#step *= 2;
  }
}
