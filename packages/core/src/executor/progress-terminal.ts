/** A stream that may be a terminal, as `process.stderr` is one. */
export interface TerminalStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(chunk: string | Uint8Array, ...rest: never[]): boolean;
}

/**
 * Lines at the bottom of a terminal, below everything else that is written to it.
 *
 * While they are shown, the cursor rests on an empty line above them: what other processes write lands there, and is not
 * touched when the lines are drawn anew. What this program writes takes them away first; they come back with the next
 * `draw`, once its line is complete.
 */
export class ProgressTerminal {
  readonly #stream: TerminalStream;
  readonly #writers: ReadonlyMap<TerminalStream, (chunk: string | Uint8Array, ...rest: never[]) => boolean>;
  readonly #unguard: readonly (() => void)[];
  #isShown = false;
  /** Somebody has begun a line and not ended it. */
  #isLineOpen = false;

  /** @param streams all that write to the same terminal; the first is drawn on */
  constructor(streams: readonly [TerminalStream, ...TerminalStream[]]) {
    const terminals = streams.filter(({ isTTY }) => isTTY === true);
    this.#stream = streams[0];
    this.#writers = new Map(terminals.map((stream) => [stream, stream.write.bind(stream)]));
    this.#unguard = terminals.map((stream) => this.#guard(stream));
  }

  get columns(): number {
    return this.#stream.columns ?? 80;
  }

  /** Puts these lines in the place of those that were shown. */
  draw(lines: readonly string[]): void {
    if (this.#isLineOpen) return;
    const up = lines.length;
    const drawn = up === 0 ? '' : `\n${lines.join('\n')}\u001b[${up}A\r`;
    if (drawn !== '' || this.#isShown) this.#raw(`${this.#isShown ? CLEAR : ''}${drawn}`);
    this.#isShown = up > 0;
  }

  /** Writes a line that stays. */
  print(line: string): void {
    this.clear();
    this.#raw(`${this.#isLineOpen ? '\n' : ''}${line}\n`);
    this.#isLineOpen = false;
  }

  clear(): void {
    if (this.#isShown) this.#raw(CLEAR);
    this.#isShown = false;
  }

  /** Leaves the terminal as if nothing had been drawn. */
  close(): void {
    this.clear();
    for (const unguard of this.#unguard) unguard();
  }

  #raw(text: string): void {
    this.#writers.get(this.#stream)?.(text);
  }

  #guard(stream: TerminalStream): () => void {
    let isActive = true;
    const own = Object.getOwnPropertyDescriptor(stream, 'write');
    const original = stream.write;
    const write: TerminalStream['write'] = (chunk, ...rest) => {
      if (isActive) {
        this.clear();
        if (chunk.length > 0) this.#isLineOpen = !endsLine(chunk);
      }
      return original.call(stream, chunk, ...rest);
    };
    Object.defineProperty(stream, 'write', { value: write, configurable: true, writable: true });
    return () => {
      isActive = false;
      // Somebody may have put a function of theirs around ours: then it stays, and does nothing.
      if (stream.write !== write) return;
      if (own === undefined) Reflect.deleteProperty(stream, 'write');
      else Object.defineProperty(stream, 'write', own);
    };
  }
}

/** To the start of the line, and nothing from there to the end of the screen. */
const CLEAR = '\r\u001b[J';

function endsLine(chunk: string | Uint8Array): boolean {
  return typeof chunk === 'string' ? chunk.endsWith('\n') : chunk.at(-1) === 10;
}
