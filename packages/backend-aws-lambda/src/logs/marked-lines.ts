import { StringDecoder } from 'node:string_decoder';

type Done = (error?: Error | null) => void;

/** Puts a mark before each line that a stream of this process takes: lines of several processes come mixed in one log. */
export class MarkedLines {
  readonly #write: (text: string, done?: Done) => boolean;
  readonly #decoder = new StringDecoder('utf8');
  #mark = '';
  /** What has come of a line that is not whole yet. */
  #begun = '';

  /** @param stream - to which everybody writes as before */
  constructor(stream: Pick<NodeJS.WriteStream, 'write'>) {
    const write = stream.write.bind(stream);
    this.#write = (text, done) => write(text, done);
    stream.write = (chunk: Uint8Array | string, encoding?: BufferEncoding | Done, done?: Done): boolean => {
      const isTold = typeof encoding === 'function';
      const bytes =
        typeof chunk === 'string' ? Buffer.from(chunk, isTold ? 'utf8' : encoding) : Buffer.from(chunk);
      return this.#take(this.#decoder.write(bytes), isTold ? encoding : done);
    };
  }

  /** What comes from now on has this mark. */
  begin(mark: string): void {
    this.flush();
    this.#mark = mark;
  }

  /** Ends a line that was begun. */
  flush(): void {
    if (this.#begun !== '') this.#take('\n');
  }

  #take(text: string, done?: Done): boolean {
    const lines = (this.#begun + text).split('\n');
    this.#begun = lines.pop() ?? '';
    return this.#write(lines.map((line) => `${this.#mark}\t${line}\n`).join(''), done);
  }
}
