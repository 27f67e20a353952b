import { randomUUID } from 'node:crypto';
import type { FunctionCode } from '@aws-sdk/client-lambda';
import { LithopsError } from '@lithops/core';
import type { OpenedStore, PluginContext, WorkerBundle } from '@lithops/core/spec';

/** Lambda's limits (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), bytes. */
const LIMITS = { zippedInRequest: 50 * 1024 * 1024, unzipped: 250 * 1024 * 1024 };
const MB = 1024 * 1024;

/** Code as a request names it. */
type CodeOfRequest = Pick<FunctionCode, 'ZipFile'> | Required<Pick<FunctionCode, 'S3Bucket' | 'S3Key'>>;

/** @throws {LithopsError} `LITHOPS_PACKAGES` for a worker that Lambda would refuse when it has unzipped it */
export function checkSize({ sizeBytes = 0 }: Pick<WorkerBundle, 'sizeBytes'>): void {
  if (sizeBytes <= LIMITS.unzipped) return;
  throw tooLarge(
    `Expected the worker with its "packages" to have at most ${LIMITS.unzipped / MB} MB, Lambda's limit for zip archives; got ${Math.ceil(sizeBytes / MB)} MB. Build a container image that has the packages, which may have 10 GB: \`lithops runtime build\`.`,
  );
}

/**
 * The archive of a function: in the request itself, or, when it is too large for that, by the executor's bucket, where it
 * lies only as long as the function is made.
 */
export class CodeArchive {
  readonly #bytes: Uint8Array;
  readonly #context: Pick<PluginContext, 'log' | 'storage' | 'openStore'>;
  #uploaded: Promise<Upload> | undefined;

  constructor(bytes: Uint8Array, context: Pick<PluginContext, 'log' | 'storage' | 'openStore'>) {
    this.#bytes = bytes;
    this.#context = context;
  }

  /** @throws {LithopsError} `LITHOPS_PACKAGES` when it does not fit into a request and the store is not S3 */
  async forRequest(): Promise<CodeOfRequest> {
    if (this.#bytes.byteLength <= LIMITS.zippedInRequest) return { ZipFile: this.#bytes };
    this.#uploaded ??= this.#upload();
    const { store, key } = await this.#uploaded;
    return { S3Bucket: store.bucket, S3Key: key };
  }

  /** Deletes what was put into the bucket. */
  async forget(): Promise<void> {
    // An upload that failed is told by who waited for it.
    const uploaded = await this.#uploaded?.catch(() => undefined);
    this.#uploaded = undefined;
    if (uploaded === undefined) return;
    const { store, key } = uploaded;
    try {
      await store.storage.delete(store.bucket, key);
    } catch (error) {
      this.#context.log.warn(`The function's code is left in ${store.bucket}/${key}: ${String(error)}`);
    }
  }

  async #upload(): Promise<Upload> {
    const { openStore, storage } = this.#context;
    if (openStore === undefined || storage?.plugin !== 'aws_s3') throw this.#noStore();
    const store = await openStore();
    const key = `${store.prefix}${randomUUID()}.zip`;
    await store.storage.put(store.bucket, key, this.#bytes);
    return { store, key };
  }

  #noStore(): LithopsError {
    const sizeMb = Math.ceil(this.#bytes.byteLength / MB);
    const found = this.#context.storage?.plugin ?? 'a store that only this machine can open';
    return tooLarge(
      `Expected the storage to be aws_s3, because the worker with its "packages" has ${sizeMb} MB zipped, and Lambda takes more than ${LIMITS.zippedInRequest / MB} MB only out of S3; got ${found}. Set \`storage: aws_s3\` with a bucket of the function's region, or build a container image: \`lithops runtime build\`.`,
    );
  }
}

interface Upload {
  readonly store: OpenedStore;
  readonly key: string;
}

function tooLarge(message: string): LithopsError {
  return new LithopsError({ code: 'LITHOPS_PACKAGES', message });
}
