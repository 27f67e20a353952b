import { randomUUID } from 'node:crypto';

/** Keys in Redis that hold one bucket. The braces keep them together on one node of a cluster. */
export class BucketNames {
  readonly #base: string;

  constructor(prefix: string, bucket: string) {
    this.#base = `${prefix}{${bucket}}`;
  }

  /** A string that is there when the bucket is. */
  get marker(): string {
    return `${this.#base}:bucket`;
  }

  /** A sorted set of the objects' keys. All scores are 0, and Redis orders equal scores by bytes, as listings must be. */
  get index(): string {
    return `${this.#base}:index`;
  }

  /** A hash of what is told of objects, by key. */
  get infos(): string {
    return `${this.#base}:infos`;
  }

  /** A string: the bytes of an object. */
  body(key: string): string {
    return `${this.#base}:body:${key}`;
  }

  /** A string: what has come so far of an object that is being written. */
  newPart(): string {
    return `${this.#base}:part:${randomUUID()}`;
  }
}
