import { connect, type Socket } from 'node:net';
import { encode, FrameReader, type Header } from './frames.js';
import type { SocketSection } from './section.js';

/** After so long without a word from the client, what was told counts as lost, milliseconds. */
const PATIENCE_MS = 5000;

type Told = Extract<Header, { readonly type: 'report' | 'started' }>;
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

/** The way of a worker process to the client, made when there is something to tell, and made again after it broke. */
export class Connection {
  readonly #section: SocketSection;
  readonly #waiting = new Map<number, Waiting>();
  #socket: Socket | undefined;
  #ids = 0;

  constructor(section: SocketSection) {
    this.#section = section;
  }

  // #region tell
  /** Resolves when the client has it; rejects when the way breaks before. */
  tell(header: WithoutId<Told>, body?: Uint8Array): Promise<void> {
    const socket = this.#socket ?? this.#connect();
    const id = this.#ids++;
    // A worker that waits for an answer must not end; one that has nothing to say may.
    socket.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      socket.write(encode({ ...header, id }, body));
    });
  }
  // #endregion tell

  close(): void {
    this.#socket?.destroy();
  }

  #connect(): Socket {
    const { host, port, secret = '' } = this.#section;
    const socket = connect(port, host);
    const reader = new FrameReader();
    socket.setNoDelay().setTimeout(PATIENCE_MS);
    socket.write(encode({ type: 'hello', secret }));
    socket.on('data', (chunk) => {
      for (const { header } of reader.read(chunk))
        if (header.type === 'taken') this.#taken(header.id, socket);
    });
    socket.on('timeout', () => {
      if (this.#waiting.size > 0) socket.destroy(new Error(`The client at ${host}:${port} does not answer.`));
    });
    let why = new Error(`The client at ${host}:${port} has hung up.`);
    socket.on('error', (error) => {
      why = error;
    });
    socket.on('close', () => this.#broke(socket, why));
    this.#socket = socket;
    return socket;
  }

  #taken(id: number, socket: Socket): void {
    this.#waiting.get(id)?.resolve();
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) socket.unref();
  }

  // #region broke
  /** Nobody knows what of it has arrived: core puts all of it into storage, and told twice does no harm. */
  #broke(socket: Socket, why: Error): void {
    if (this.#socket === socket) this.#socket = undefined;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
  }
  // #endregion broke
}
