/** Lets only so many tasks run at the same time; the others wait for their turn, first come, first served. */
export class Lanes {
  /** @type {(() => void)[]} */
  #waiting = [];
  #free;

  /** @param {number} count at least 1 */
  constructor(count) {
    this.#free = count;
  }

  /**
   * @template T
   * @param {() => Promise<T>} task
   * @returns {Promise<T>} what it comes to
   */
  async run(task) {
    await this.#enter();
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  async #enter() {
    if (this.#free > 0) this.#free--;
    else
      await new Promise((/** @type {(value?: undefined) => void} */ resolve) => this.#waiting.push(resolve));
  }

  /** The lane is handed on, so that nobody who comes now is before those who wait. */
  #leave() {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
