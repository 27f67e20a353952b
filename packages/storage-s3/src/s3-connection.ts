import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { S3Client } from '@aws-sdk/client-s3';
import { clientConfig, failureOf, withoutNodeWarning, withRenewedKeys } from '@lithops/aws';
import { checkBucket } from '@lithops/core/spec';
import { type GivenClient, isClient } from './given-client.js';
import { s3Error, type Target } from './s3-error.js';
import { endpointOfEnvironment, type S3Settings } from './s3-settings.js';

/** Where S3 leads to every bucket of its partition, when nobody named a region. */
const ANY_REGION = 'us-east-1';

/** What a request is to do, for its error: `to read "a" of bucket "b"`. */
export interface Request extends Target {
  readonly what: string;
}

/**
 * The SDK's clients of one store: one for each region in which its buckets turn out to be. Gives the SDK's answers, and
 * errors of Lithops.
 */
export class S3Connection {
  readonly settings: S3Settings;
  readonly #given: GivenClient | undefined;
  readonly #clients = new Map<string, S3Client>();
  /** Of buckets that were found to be elsewhere. */
  readonly #regions = new Map<string, string>();
  #first: Promise<S3Client> | undefined;

  /** @param given - a client to use instead, or options for it, which win over the settings */
  constructor(settings: S3Settings, given?: GivenClient) {
    this.settings = settings;
    this.#given = given;
  }

  /**
   * Sends a request to where the bucket is. A bucket in another region than thought is found there, and so from then on.
   * @throws {LithopsError} what went wrong: see {@link s3Error}
   */
  async send<T>(request: Request, command: (client: S3Client) => Promise<T>): Promise<T> {
    try {
      return await this.sendRaw(request.bucket, command);
    } catch (error) {
      throw await this.explain(error, request);
    }
  }

  /** The same, with the SDK's own errors, for answers that are no failure. */
  async sendRaw<T>(bucket: string, command: (client: S3Client) => Promise<T>): Promise<T> {
    checkBucket(bucket);
    const client = await this.#clientOf(bucket);
    try {
      return await withOwnKeys(client, command);
    } catch (error) {
      const region = redirection(error);
      if (region === undefined || region === (await client.config.region())) throw error;
      this.#regions.set(bucket, region);
      return await withOwnKeys(await this.#clientOf(bucket), command);
    }
  }

  /** The error that a failed request comes to. */
  async explain(error: unknown, { bucket, key, what }: Request): Promise<Error> {
    const { section, credentials } = this.settings;
    const isAws = section === 'aws_s3';
    return s3Error(
      error,
      { bucket, key },
      {
        service: 'S3',
        section,
        endpoint: await this.describe(bucket),
        what,
        hasKeys: credentials.kind === 'keys',
        ...(isAws && {
          withoutCredentials: 'set anonymous: true in section "aws_s3" for buckets that anybody may read',
        }),
      },
    );
  }

  /** The region in which the bucket is, as far as is known. */
  async regionOf(bucket: string): Promise<string> {
    return (await this.#clientOf(bucket)).config.region();
  }

  /** How far the service's clock is ahead of this machine's, as its last answer told. */
  async clockSkewMs(): Promise<number> {
    return (await this.#first)?.config.systemClockOffset ?? 0;
  }

  /** Where the service is: a URL, as far as one is configured. */
  get url(): string | undefined {
    return this.settings.endpoint ?? endpointOfEnvironment();
  }

  close(): void {
    if (!isClient(this.#given)) for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
    this.#first = undefined;
  }

  /** Where the bucket is, in words. */
  async describe(bucket: string): Promise<string> {
    return this.url ?? `S3 in region ${await this.regionOf(bucket)}`;
  }

  async #clientOf(bucket: string): Promise<S3Client> {
    const region = this.#regions.get(bucket);
    this.#first ??= this.#openFirst();
    const first = await this.#first;
    if (region === undefined) return first;
    const known = this.#clients.get(region);
    if (known !== undefined) return known;
    const client = this.#make(region, first);
    this.#clients.set(region, client);
    return client;
  }

  async #openFirst(): Promise<S3Client> {
    const client = isClient(this.#given) ? this.#given : this.#make(this.settings.region);
    const region = await client.config.region().catch(() => undefined);
    // Neither the configuration nor the SDK knows one: S3 itself leads on from here.
    const found = region === undefined ? this.#make(ANY_REGION) : client;
    this.#clients.set(region ?? ANY_REGION, found);
    return found;
  }

  #make(region: string | undefined, like?: S3Client): S3Client {
    const { credentials, pathStyle, checksums, ...settings } = this.settings;
    const isAnonymous = credentials.kind === 'anonymous';
    const signed = isAnonymous ? ({ kind: 'chain', profile: undefined } as const) : credentials;
    const given = isClient(this.#given) ? shared(this.#given) : this.#given;
    return withoutNodeWarning(
      () =>
        new S3Client({
          ...clientConfig({ ...settings, region, credentials: signed }),
          forcePathStyle: pathStyle,
          requestChecksumCalculation: checksums,
          responseChecksumValidation: checksums,
          // A connection of its own for every larger object would be the price of it.
          expectContinueHeader: false,
          ...(isAnonymous && unsigned),
          ...given,
          ...(region !== undefined && { region }),
          ...(like !== undefined && { requestHandler: like.config.requestHandler }),
        }),
    );
  }
}

/** Bodies are bytes in memory: what was refused for its keys can go again. */
function withOwnKeys<T>(client: S3Client, command: (client: S3Client) => Promise<T>): Promise<T> {
  return withRenewedKeys(
    (options) => client.config.credentials(options),
    () => command(client),
  );
}

/** Without credentials the SDK does not even ask its signer, which here does nothing. */
const unsigned: S3ClientConfig = {
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  signer: { sign: async (request) => request },
};

/** What a client for another region takes over from one that was given. */
function shared({ config }: S3Client): S3ClientConfig {
  const { credentials, endpoint, forcePathStyle, requestHandler, maxAttempts } = config;
  return { credentials, requestHandler, maxAttempts, forcePathStyle, ...(endpoint && { endpoint }) };
}

/** The region to which an answer sends its client; `undefined`: it is no such answer. */
function redirection(error: unknown): string | undefined {
  const { code, status, region } = failureOf(error);
  const isElsewhere = status === 301 || status === 307 || status === 400;
  const says = [
    'PermanentRedirect',
    'TemporaryRedirect',
    'AuthorizationHeaderMalformed',
    'IllegalLocationConstraintException',
  ];
  // Answers to HEAD have no body, and so no code.
  const isHead = status === 301 || !/^[A-Z][a-z]+[A-Z]/.test(code);
  return isElsewhere && (says.includes(code) || isHead) ? region : undefined;
}
