import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { messageOf } from './message-of.js';
import { commit, explain, fieldsOf, refuseExisting, type WriteRequest } from './s3-write.js';

/** Bytes that are on their way at once; more only where one part alone is larger. */
const IN_FLIGHT_BYTES = 32 * 1024 * 1024;

interface Parts {
  /** What was read already. */
  readonly head: readonly Uint8Array[];
  readonly rest: AsyncIterable<Uint8Array>;
}

interface UploadedPart {
  readonly PartNumber: number;
  readonly ETag: string | undefined;
}

/** Uploads an object in parts, some at once. What fails is taken back: no parts are left that nobody sees and somebody pays. */
export async function uploadParts(
  request: WriteRequest,
  mark: string | undefined,
  parts: Parts,
): Promise<void> {
  const upload = new MultipartUpload(request, mark);
  await upload.begin();
  try {
    for (const part of parts.head) await upload.add(part);
    for await (const part of parts.rest) await upload.add(part);
    await upload.complete();
  } catch (error) {
    await upload.abort();
    throw error;
  }
}

/** States: begun → parts are added → completed, or aborted. */
class MultipartUpload {
  readonly #request: WriteRequest;
  readonly #mark: string | undefined;
  readonly #uploaded: UploadedPart[] = [];
  readonly #onTheWay = new Set<Promise<void>>();
  #bytesOnTheWay = 0;
  #count = 0;
  #failure: { readonly error: unknown } | undefined;
  #id: string | undefined;

  constructor(request: WriteRequest, mark: string | undefined) {
    this.#request = request;
    this.#mark = mark;
  }

  async begin(): Promise<void> {
    const { connection, bucket, key } = this.#request;
    const request = { bucket, key, what: `to write "${key}" to bucket "${bucket}"` };
    const command = new CreateMultipartUploadCommand(fieldsOf(this.#request, this.#mark));
    this.#id = (await connection.send(request, (client) => client.send(command))).UploadId;
  }

  /** Resolves when the next part may be read. @throws what an earlier part failed with */
  async add(bytes: Uint8Array): Promise<void> {
    while (this.#bytesOnTheWay > 0 && this.#bytesOnTheWay + bytes.byteLength > IN_FLIGHT_BYTES) {
      await Promise.race(this.#onTheWay);
    }
    this.#throwFailure();
    this.#count++;
    this.#bytesOnTheWay += bytes.byteLength;
    const sent = this.#send(this.#count, bytes)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#bytesOnTheWay -= bytes.byteLength;
        this.#onTheWay.delete(sent);
      });
    this.#onTheWay.add(sent);
  }

  async complete(): Promise<void> {
    await Promise.all(this.#onTheWay);
    this.#throwFailure();
    if (this.#mark !== undefined) await refuseExisting(this.#request);
    const command = new CompleteMultipartUploadCommand({
      ...this.#address(),
      MultipartUpload: { Parts: this.#uploaded.sort((a, b) => a.PartNumber - b.PartNumber) },
      ...(this.#mark !== undefined && { IfNoneMatch: '*' }),
    });
    const { connection, bucket } = this.#request;
    await commit(this.#request, this.#mark, () =>
      connection.sendRaw(bucket, (client) => client.send(command)),
    );
  }

  /** Not before its parts have arrived or failed: one that arrives afterwards would stay. */
  async abort(): Promise<void> {
    await Promise.all(this.#onTheWay);
    const { connection, bucket, key, log } = this.#request;
    try {
      await connection.sendRaw(bucket, (client) =>
        client.send(new AbortMultipartUploadCommand(this.#address())),
      );
    } catch (error) {
      // What the write failed with matters more, and is thrown.
      log.warn(
        `Parts of an upload that failed are left at "${key}" in bucket "${bucket}" (${messageOf(error)}): \`lithops clean\` deletes those of temporary data.`,
      );
    }
  }

  async #send(number: number, bytes: Uint8Array): Promise<void> {
    const { connection, bucket } = this.#request;
    const Body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const command = new UploadPartCommand({ ...this.#address(), PartNumber: number, Body });
    try {
      const { ETag } = await connection.sendRaw(bucket, (client) => client.send(command));
      this.#uploaded.push({ PartNumber: number, ETag });
    } catch (error) {
      throw await explain(this.#request, error);
    }
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #address() {
    const { bucket, key } = this.#request;
    return { Bucket: bucket, Key: key, UploadId: this.#id };
  }
}
