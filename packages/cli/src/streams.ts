/** Where a command writes to, in the form of Node.js's streams. */
export interface OutputStream {
  /** Calls `done` when the bytes are on their way, or cannot be. */
  write(chunk: string | Uint8Array, done?: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean | undefined;
}

/** What a command reads from. */
export type InputStream = NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };

/** What a command reads from and writes to. `process` is one. */
export interface CommandStreams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin?: InputStream | undefined;
}

/** Writes and waits until it is on its way, so that a large object is never held whole. */
export function written(stream: OutputStream, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => (error == null ? resolve() : reject(error)));
  });
}
