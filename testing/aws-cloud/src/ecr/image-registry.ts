import { createHash, randomBytes } from 'node:crypto';

/** An image that a function can be made of: a folder with the function's code, in place of layers. */
export interface ImageOptions {
  readonly repository: string;
  /** Default: `latest`. */
  readonly tag?: string;
  /** What would be `/var/task` in the image. */
  readonly folder: string;
  /** The image's `CMD`: `file.function`. */
  readonly handler: string;
  /** Default: us-east-1. */
  readonly region?: string;
}

export interface Image {
  readonly digest: string;
  readonly tags: Set<string>;
  readonly manifest: string;
  readonly folder: string;
  readonly handler: string;
  readonly pushedAt: Date;
}

export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
  readonly createdAt: Date;
  readonly tags: ReadonlyMap<string, string>;
  readonly images: Image[];
}

export const manifestMediaType = 'application/vnd.docker.distribution.manifest.v2+json';

/** Repositories of all regions, and their images. */
export class ImageRegistry {
  readonly #accountId: string;
  readonly #repositories = new Map<string, Repository>();
  readonly #passwords = new Set<string>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  /** `undefined` when there is one already. */
  create(
    region: string,
    name: string,
    tags: ReadonlyMap<string, string> = new Map(),
  ): Repository | undefined {
    if (this.find(region, name) !== undefined) return undefined;
    const repository: Repository = {
      name,
      arn: `arn:aws:ecr:${region}:${this.#accountId}:repository/${name}`,
      uri: `${this.hostOf(region)}/${name}`,
      createdAt: new Date(),
      tags,
      images: [],
    };
    this.#repositories.set(`${region}/${name}`, repository);
    return repository;
  }

  find(region: string, name: string): Repository | undefined {
    return this.#repositories.get(`${region}/${name}`);
  }

  list(region: string): readonly Repository[] {
    return [...this.#repositories].filter(([key]) => key.startsWith(`${region}/`)).map(([, found]) => found);
  }

  remove(region: string, name: string): void {
    this.#repositories.delete(`${region}/${name}`);
  }

  hostOf(region: string): string {
    return `${this.#accountId}.dkr.ecr.${region}.amazonaws.com`;
  }

  /** As if it had been pushed; the tag moves from the image that had it. */
  push({ repository: name, tag = 'latest', folder, handler, region = 'us-east-1' }: ImageOptions): Image {
    const repository = this.find(region, name);
    if (repository === undefined)
      throw new Error(`Expected a repository ${name} in ${region}: create it first.`);
    const pushedAt = new Date();
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestMediaType,
      annotations: { folder, handler, pushedAt },
    });
    const digest = digestOf(Buffer.from(manifest));
    const image: Image = { digest, tags: new Set([tag]), manifest, folder, handler, pushedAt };
    return add(repository, image, tag);
  }

  /** What an engine has pushed. */
  take(repository: Repository, tag: string, image: Omit<Image, 'tags' | 'pushedAt'>): Image {
    return add(repository, { ...image, tags: new Set([tag]), pushedAt: new Date() }, tag);
  }

  /** A password for engines. */
  newPassword(): string {
    const password = randomBytes(60).toString('base64url');
    this.#passwords.add(password);
    return password;
  }

  isPassword(password: string): boolean {
    return this.#passwords.has(password);
  }

  byArn(arn: string): Repository | undefined {
    return [...this.#repositories.values()].find((repository) => repository.arn === arn);
  }

  /** By `…/name:tag` or `…/name@sha256:…`. */
  byUri(region: string, uri: string): Image | undefined {
    const [, name = '', tag, digest] = /^[^/]+\/([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(uri) ?? [];
    return this.find(region, name)?.images.find((image) =>
      digest === undefined ? image.tags.has(tag ?? 'latest') : image.digest === digest,
    );
  }
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A tag is of one image; an image that is pushed again keeps its others. */
function add(repository: Repository, image: Image, tag: string): Image {
  for (const { tags } of repository.images) tags.delete(tag);
  const known = repository.images.find(({ digest }) => digest === image.digest);
  known?.tags.add(tag);
  if (known === undefined) repository.images.push(image);
  return known ?? image;
}
