/**
 * The streams of this program, as somebody else writes to them. A reader of theirs that has gone away is no reason to end the
 * program: `console` takes it so, too.
 */
export class OwnOutput {
  readonly #used = new Set<NodeJS.WriteStream>();

  write(name: 'stdout' | 'stderr', bytes: Uint8Array): void {
    // Made by Node.js when somebody asks for it: not before there is something to write.
    const stream = process[name];
    if (!this.#used.has(stream)) {
      this.#used.add(stream);
      stream.on('error', ignore);
    }
    stream.write(bytes);
  }

  /** From now on errors are the program's own affair again. */
  close(): void {
    for (const stream of this.#used) stream.off('error', ignore);
    this.#used.clear();
  }
}

function ignore(): void {}
