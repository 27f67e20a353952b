import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { ImageRegistry } from '../ecr/image-registry.js';
import { ServiceError } from '../service/service-error.js';
import { invalid } from './function-configuration.js';
import { limits } from './limits.js';
import type { CodeInput } from './shapes.js';
import { TooLargeUnzipped, unzip } from './unzip.js';

/** What a function is made of, ready to run. */
export interface StoredCode {
  /** Where it is unzipped; it never changes. */
  readonly folder: string;
  /** In base64, as in `CodeSha256`; of an image, in hexadecimal digits. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** `undefined` for zips. */
  readonly image: { readonly uri: string; readonly digest: string; readonly handler: string } | undefined;
}

export interface CodeStoreParts {
  /** A folder of the double's own. */
  readonly folder: string;
  readonly images: ImageRegistry;
  /** Where packages in buckets come from. Default: nowhere. */
  readonly s3: S3Client | undefined;
  readonly storageLimitBytes: number;
}

/** Takes deployment packages in, each of them once. */
export class CodeStore {
  readonly #parts: CodeStoreParts;
  readonly #byHash = new Map<string, Promise<StoredCode>>();

  constructor(parts: CodeStoreParts) {
    this.#parts = parts;
  }

  /**
   * @param usedBytes of the account, in all its functions
   * @throws {ServiceError} when there is no such code, it is no zip, or it is too large
   */
  async take(input: CodeInput, region: string, usedBytes: number): Promise<StoredCode> {
    if (input.ImageUri !== undefined) return this.#image(input.ImageUri, region);
    const zip = input.ZipFile ?? (await this.#fromBucket(input));
    if (input.ZipFile !== undefined && zip.length > limits.zippedInlineBytes)
      throw new ServiceError(
        'RequestEntityTooLargeException',
        `Request must be smaller than ${limits.createRequestBytes} bytes for the CreateFunction operation`,
        { status: 413 },
      );
    if (usedBytes + zip.length > this.#parts.storageLimitBytes)
      throw new ServiceError('CodeStorageExceededException', 'Code storage limit exceeded.');
    const hash = createHash('sha256').update(zip).digest();
    const key = hash.toString('hex');
    const known = this.#byHash.get(key);
    if (known !== undefined) return known;
    const stored = this.#unzipped(zip, hash);
    this.#byHash.set(key, stored);
    stored.catch(() => this.#byHash.delete(key));
    return stored;
  }

  async #unzipped(zip: Buffer, hash: Buffer): Promise<StoredCode> {
    const folder = `${this.#parts.folder}/${hash.toString('hex')}`;
    await mkdir(folder, { recursive: true });
    try {
      await unzip(zip, folder, limits.unzippedBytes);
    } catch (error) {
      if (error instanceof TooLargeUnzipped)
        throw invalid(`Unzipped size must be smaller than ${limits.unzippedBytes} bytes`);
      throw invalid(
        `Could not unzip uploaded file. Please check your file, then try to upload again. (${String(error)})`,
      );
    }
    return { folder, sha256: hash.toString('base64'), sizeBytes: zip.length, image: undefined };
  }

  #image(uri: string, region: string): StoredCode {
    const image = this.#parts.images.byUri(region, uri);
    if (image === undefined)
      throw invalid(`Source image ${uri} does not exist. Provide a valid source image.`);
    const { digest, handler, folder } = image;
    return { folder, sha256: digest.replace('sha256:', ''), sizeBytes: 0, image: { uri, digest, handler } };
  }

  async #fromBucket({ S3Bucket, S3Key, S3ObjectVersion }: CodeInput): Promise<Buffer> {
    if (S3Bucket === undefined || S3Key === undefined)
      throw invalid('Please provide a source for function code.');
    if (this.#parts.s3 === undefined)
      throw new Error(
        'Expected the option s3 of startAwsCloud, because a function is to be made of an object.',
      );
    try {
      const object = await this.#parts.s3.send(
        new GetObjectCommand({ Bucket: S3Bucket, Key: S3Key, VersionId: S3ObjectVersion }),
      );
      return Buffer.from((await object.Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      throw invalid(
        `Error occurred while GetObject. S3 Error Code: ${error.name}. S3 Error Message: ${error.message}`,
      );
    }
  }
}
