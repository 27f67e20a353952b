/** One event of this process, as what calls open inside it sees it. */
export class Invocation {
  readonly reply: 'inline' | 'none';
  readonly #endings: (() => void)[] = [];
  #isOver = false;

  constructor(reply: 'inline' | 'none') {
    this.reply = reply;
  }

  /** Its reply is made, and the process about to be frozen. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Connections do not outlive being frozen: they end with the invocation that made them. */
  atEnd(close: () => void): void {
    if (this.#isOver) close();
    else this.#endings.push(close);
  }

  end(): void {
    this.#isOver = true;
    for (const close of this.#endings.splice(0)) close();
  }
}
