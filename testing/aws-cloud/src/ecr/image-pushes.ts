import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpRequest, headerOf, readRequest } from '../http/http-request.js';
import { isRecord } from '../service/json-body.js';
import { digestOf, type ImageRegistry, type Repository } from './image-registry.js';
import { unpackImage } from './unpack-image.js';

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

export interface PushPlace {
  /** Where images are unpacked. */
  readonly folder: string;
  /** Of requests whose host does not name one. */
  readonly region: string;
}

/** The registry as docker and podman push to it: the Docker Registry HTTP API V2, as far as a push needs it. */
export class ImagePushes {
  readonly #registry: ImageRegistry;
  readonly #place: PushPlace;
  readonly #uploads = new Map<string, Buffer[]>();
  readonly #blobs = new Map<string, Buffer>();

  constructor(registry: ImageRegistry, place: PushPlace) {
    this.#registry = registry;
    this.#place = place;
  }

  async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    const { status, headers = {}, body } = await this.#answer(request);
    response.writeHead(status, { 'docker-distribution-api-version': 'registry/2.0', ...headers });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  async #answer(request: HttpRequest): Promise<Answer> {
    if (!this.#isLoggedIn(request))
      return {
        status: 401,
        headers: { 'www-authenticate': 'Basic realm="ECR"' },
        body: errorBody('UNAUTHORIZED'),
      };
    if (request.path === '/v2/') return { status: 200 };
    const [, name = '', kind = '', reference = ''] =
      /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests)\/([^/]*)$/.exec(request.path) ?? [];
    const repository = this.#registry.find(this.#regionOf(request), name);
    if (repository === undefined) return { status: 404, body: errorBody('NAME_UNKNOWN') };
    switch (kind) {
      case 'blobs':
        return this.#blob(decodeURIComponent(reference));
      case 'blobs/uploads':
        return this.#upload(request, name, reference);
      default:
        return await this.#manifest(request, repository, reference);
    }
  }

  #isLoggedIn({ headers }: HttpRequest): boolean {
    const [, encoded = ''] = /^Basic (.+)$/.exec(headerOf(headers, 'authorization') ?? '') ?? [];
    const [user, password = ''] = Buffer.from(encoded, 'base64').toString().split(':');
    return user === 'AWS' && this.#registry.isPassword(password);
  }

  #regionOf({ headers }: HttpRequest): string {
    const [, region] = /\.dkr\.ecr\.([a-z0-9-]+)\./.exec(headerOf(headers, 'host') ?? '') ?? [];
    return region ?? this.#place.region;
  }

  #blob(digest: string): Answer {
    const found = this.#blobs.get(digest);
    if (found === undefined) return { status: 404, body: errorBody('BLOB_UNKNOWN') };
    return {
      status: 200,
      headers: { 'content-length': String(found.length), 'docker-content-digest': digest },
    };
  }

  #upload({ method, body, query }: HttpRequest, name: string, id: string): Answer {
    if (method === 'POST') {
      const upload = randomUUID();
      this.#uploads.set(upload, []);
      return { status: 202, headers: { ...location(name, upload), range: '0-0' } };
    }
    const parts = this.#uploads.get(id);
    if (parts === undefined) return { status: 404, body: errorBody('BLOB_UPLOAD_UNKNOWN') };
    parts.push(body);
    const whole = Buffer.concat(parts);
    if (method === 'PATCH')
      return { status: 202, headers: { ...location(name, id), range: `0-${whole.length - 1}` } };
    const digest = new URLSearchParams(query).get('digest');
    if (digest !== digestOf(whole)) return { status: 400, body: errorBody('DIGEST_INVALID') };
    this.#uploads.delete(id);
    this.#blobs.set(digest, whole);
    return { status: 201, headers: { 'docker-content-digest': digest } };
  }

  async #manifest({ method, body }: HttpRequest, repository: Repository, tag: string): Promise<Answer> {
    if (method !== 'PUT') {
      const found = repository.images.find((image) => image.tags.has(tag) || image.digest === tag);
      if (found === undefined) return { status: 404, body: errorBody('MANIFEST_UNKNOWN') };
      return {
        status: 200,
        headers: { 'docker-content-digest': found.digest },
        body: Buffer.from(found.manifest),
      };
    }
    const digest = digestOf(body);
    const image = await unpackImage(this.#blobsOf(body), `${this.#place.folder}/${digest.replace(':', '-')}`);
    this.#registry.take(repository, tag, { ...image, digest, manifest: body.toString() });
    return { status: 201, headers: { 'docker-content-digest': digest } };
  }

  /** The image's configuration, then its layers. */
  #blobsOf(manifest: Buffer): readonly [config: Buffer, ...layers: Buffer[]] {
    const { config, layers } = JSON.parse(manifest.toString());
    if (!isRecord(config) || !Array.isArray(layers))
      throw new Error('Expected a manifest of one image: this double, and Lambda, know no others.');
    return [this.#kept(config), ...layers.map((layer) => this.#kept(layer))];
  }

  #kept({ digest }: Readonly<Record<string, unknown>>): Buffer {
    const found = this.#blobs.get(String(digest));
    if (found === undefined)
      throw new Error(`Expected the blob ${String(digest)} to be pushed before its manifest.`);
    return found;
  }
}

function location(name: string, upload: string): Readonly<Record<string, string>> {
  return { location: `/v2/${name}/blobs/uploads/${upload}`, 'docker-upload-uuid': upload };
}

function errorBody(code: string): Uint8Array {
  return Buffer.from(JSON.stringify({ errors: [{ code, message: code.toLowerCase() }] }));
}
