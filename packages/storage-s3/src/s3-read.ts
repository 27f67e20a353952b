import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { failureOf, safeCause } from '@lithops/aws';
import { type ByteRange, checkRange, rangeBeyondEnd, storedObjectChanged } from '@lithops/core/spec';
import type { S3Connection } from './s3-connection.js';
import { isPreconditionFailed, objectChanged } from './s3-error.js';

const BACKOFF_MS = 100;

interface ReadRequest {
  readonly connection: S3Connection;
  readonly bucket: string;
  readonly key: string;
  readonly range: ByteRange | undefined;
  /** The etag of the only version that may be read. */
  readonly ifMatch: string | undefined;
}

interface Answer {
  readonly body: Readable;
  readonly length: number;
  readonly etag: string | undefined;
}

/**
 * One object, or a range of it, being read. States: open (an answer's body is read) → lost (the connection broke before the
 * end) → open again from the next byte, of the same version of the object only → read.
 */
export class ObjectRead {
  readonly length: number;
  readonly #request: ReadRequest;
  readonly #etag: string | undefined;
  #answer: Answer;
  /** Of the object: the next byte to be read, and the one behind the last. */
  #position: number;
  readonly #end: number;

  private constructor(request: ReadRequest, answer: Answer) {
    this.#request = request;
    this.#answer = answer;
    this.#etag = answer.etag;
    this.length = answer.length;
    this.#position = request.range?.start ?? 0;
    this.#end = this.#position + answer.length;
  }

  /** @throws {LithopsError} `LITHOPS_NO_SUCH_KEY`, `LITHOPS_NO_SUCH_BUCKET`, `LITHOPS_INVALID_RANGE` and those of the service. */
  static async open(request: ReadRequest): Promise<ObjectRead> {
    checkRange(request.range);
    return new ObjectRead(request, await ask(request, request.range, request.ifMatch));
  }

  /** All of it in one piece. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(this.length);
    let filled = 0;
    for await (const chunk of this.chunks()) {
      bytes.set(chunk, filled);
      filled += chunk.byteLength;
    }
    return bytes;
  }

  /** Piece by piece, as they come. Ending the iteration early ends the request. */
  async *chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    let fruitless = 0;
    for (;;) {
      const from = this.#position;
      const failure = yield* this.#drain();
      if (this.#position >= this.#end) return;
      fruitless = this.#position > from ? 0 : fruitless + 1;
      if (fruitless >= this.#request.connection.settings.maxAttempts) throw await this.#explain(failure);
      await delay(BACKOFF_MS * 2 ** fruitless);
      await this.#goOn();
    }
  }

  /** Hands on what the answer's body brings; gives what ended it before its time. */
  async *#drain(): AsyncGenerator<Uint8Array<ArrayBuffer>, unknown, undefined> {
    try {
      for await (const chunk of this.#answer.body) {
        const bytes = plain(chunk).subarray(0, this.#end - this.#position);
        this.#position += bytes.byteLength;
        yield bytes;
      }
      return Object.assign(new Error('The answer ended before the object did.'), { code: 'ECONNRESET' });
    } catch (error) {
      return error;
    }
  }

  async #goOn(): Promise<void> {
    const rest = { start: this.#position, end: this.#end - 1 };
    this.#answer = await ask(this.#request, rest, this.#etag);
  }

  #explain(failure: unknown): Promise<Error> {
    const { connection, bucket, key } = this.#request;
    return connection.explain(failure, { bucket, key, what: reading(this.#request) });
  }
}

/** As a stream that reads no more than it is asked for. */
export function streamOf(read: ObjectRead): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = read.chunks();
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        await chunks.return();
      },
    },
    { highWaterMark: 0 },
  );
}

async function ask(
  request: ReadRequest,
  range: ByteRange | undefined,
  etag: string | undefined,
): Promise<Answer> {
  const { connection, bucket, key } = request;
  try {
    const { Body, ContentLength, ETag } = await connection.sendRaw(bucket, (client) =>
      client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(range && { Range: `bytes=${range.start}-${range.end ?? ''}` }),
          ...(etag !== undefined && { IfMatch: etag }),
        }),
      ),
    );
    if (!(Body instanceof Readable)) throw new TypeError('Expected a stream of Node.js as the answer of S3.');
    // Whoever reads it meets the error; until somebody does, it must not end the process.
    Body.on('error', () => undefined);
    return { body: Body, length: ContentLength ?? 0, etag: ETag };
  } catch (error) {
    if (etag !== undefined && isPreconditionFailed(error)) {
      throw request.ifMatch === undefined
        ? objectChanged(bucket, key, error)
        : storedObjectChanged(bucket, key, safeCause(error));
    }
    if (failureOf(error).status === 416)
      throw rangeBeyondEnd(bucket, key, range?.start ?? 0, await sizeOf(request));
    throw await connection.explain(error, { bucket, key, what: reading(request) });
  }
}

async function sizeOf({ connection, bucket, key }: ReadRequest): Promise<number> {
  const request = { bucket, key, what: `to look at "${key}" in bucket "${bucket}"` };
  const { ContentLength } = await connection.send(request, (client) =>
    client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
  );
  return ContentLength ?? 0;
}

function reading({ bucket, key }: ReadRequest): string {
  return `to read "${key}" in bucket "${bucket}"`;
}

/** Not a Buffer, whose methods differ. */
function plain(chunk: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
