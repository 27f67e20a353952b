import type { TerminalStream } from '../../src/executor/progress-terminal.js';

/** What a person sees of a terminal: understands line ends, carriage returns, `cursor up` and `clear to the end`. */
export class Screen {
  readonly #rows: string[] = [''];
  #row = 0;
  #column = 0;

  /** The rows as they stand, without the empty ones at the end. */
  get rows(): readonly string[] {
    const last = this.#rows.findLastIndex((row) => row.trim() !== '');
    return this.#rows.slice(0, last + 1).map((row) => row.trimEnd());
  }

  get cursor(): { readonly row: number; readonly column: number } {
    return { row: this.#row, column: this.#column };
  }

  /** A stream of a program that is connected to this terminal. */
  stream(isTTY = true): TerminalStream {
    return {
      isTTY,
      columns: 80,
      write: (chunk) => {
        if (isTTY) this.shows(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
        return true;
      },
    };
  }

  /** Something arrives, from whichever process. */
  shows(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal is told with
    for (const [token] of text.matchAll(/\u001b\[(\d*)([A-Z])|\n|\r|[^\u001b\n\r]+/g)) this.#take(token);
  }

  #take(token: string): void {
    if (token === '\n') this.#down();
    else if (token === '\r') this.#column = 0;
    else if (token.startsWith('\u001b')) this.#control(token);
    else this.#text(token);
  }

  #down(): void {
    this.#row++;
    this.#column = 0;
    while (this.#rows.length <= this.#row) this.#rows.push('');
  }

  #control(token: string): void {
    if (token.endsWith('A')) {
      this.#row = Math.max(0, this.#row - Number(token.slice(2, -1)));
      return;
    }
    if (token !== '\u001b[J')
      throw new Error(`Expected a sequence that this screen knows, got ${JSON.stringify(token)}.`);
    this.#rows.length = this.#row + 1;
    this.#rows[this.#row] = (this.#rows[this.#row] ?? '').slice(0, this.#column);
  }

  #text(token: string): void {
    const row = (this.#rows[this.#row] ?? '').padEnd(this.#column);
    this.#rows[this.#row] = row.slice(0, this.#column) + token + row.slice(this.#column + token.length);
    this.#column += token.length;
  }
}
