import { LithopsError } from '@lithops/core';
import type { PluginContext } from '@lithops/core/spec';
import { createClient, ErrorReply, RESP_TYPES } from '@redis/client';

const RECONNECTS = 5;
/** A part that nobody has added to for so long belongs to a writer that is gone. */
const PART_SECONDS = 3600;

/** What a script has answered. */
export interface Reply {
  readonly status: string;
  readonly values: readonly Buffer[];
}

export interface ConnectionSettings {
  readonly url: string;
  readonly connectTimeoutMs: number;
}

/** One connection to a server, with what the store asks of it. Errors are those of Lithops. */
export class RedisConnection {
  readonly #client;
  readonly #place: string;

  // #region connect
  private constructor({ url, connectTimeoutMs }: ConnectionSettings, { log }: PluginContext) {
    this.#place = placeOf(url);
    this.#client = createClient({
      url,
      socket: {
        connectTimeout: connectTimeoutMs,
        reconnectStrategy: (retries, cause) => (retries < RECONNECTS ? 50 * 2 ** retries : cause),
      },
      commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    });
    // Without a listener, an error of the connection would end the program. Whoever waits for an answer meets it anyway.
    this.#client.on('error', (error: Error) => log.debug(`Redis at ${this.#place}: ${error.message}`));
  }

  /** @throws {LithopsError} `LITHOPS_STORAGE_UNREACHABLE` */
  static async open(settings: ConnectionSettings, context: PluginContext): Promise<RedisConnection> {
    const connection = new RedisConnection(settings, context);
    try {
      await connection.#client.connect();
    } catch (cause) {
      throw connection.#unreachable(cause);
    }
    return connection;
  }
  // #endregion connect

  async run(script: string, keys: readonly string[], values: readonly (string | Buffer)[]): Promise<Reply> {
    const reply: unknown = await this.#ask(() =>
      this.#client.eval(script, { keys: [...keys], arguments: [...values] }),
    );
    if (!isBuffers(reply)) throw new TypeError('Expected a list of texts from a script.');
    const [status, ...rest] = reply;
    return { status: String(status), values: rest };
  }

  /** Adds to a part. It is gone by itself when nobody adds to it any more. */
  async append(part: string, bytes: Buffer): Promise<void> {
    await this.#ask(() => this.#client.multi().append(part, bytes).expire(part, PART_SECONDS).exec());
  }

  async unlink(key: string): Promise<void> {
    await this.#ask(() => this.#client.unlink(key));
  }

  async exists(key: string): Promise<boolean> {
    return (await this.#ask(() => this.#client.exists(key))) === 1;
  }

  async make(key: string): Promise<void> {
    await this.#ask(() => this.#client.set(key, '1'));
  }

  /** What the server tells of itself, by name. */
  async info(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const text = String(await this.#ask(() => this.#client.withAbortSignal(signal).info()));
    return new Map(
      [...text.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
  }

  /** What was asked for so far is still answered. */
  async close(): Promise<void> {
    if (this.#client.isOpen) await this.#client.close();
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (cause) {
      throw cause instanceof ErrorReply ? this.#refused(cause) : this.#unreachable(cause);
    }
  }

  #refused(cause: ErrorReply): LithopsError {
    return new LithopsError({
      code: 'LITHOPS_SERVICE_FAILED',
      message: `Expected Redis at ${this.#place} to do as it was asked, got: ${cause.message}`,
      cause,
    });
  }

  #unreachable(cause: unknown): LithopsError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new LithopsError({
      code: 'LITHOPS_STORAGE_UNREACHABLE',
      message: `Expected an answer of Redis at ${this.#place}, got: ${reason || 'nothing'}. Check redis.url, and that the server can be reached from here.`,
      cause,
      isRetryable: true,
    });
  }
}

/** What of an address may be printed: not its password. */
function placeOf(url: string): string {
  if (!URL.canParse(url))
    throw new LithopsError({
      code: 'LITHOPS_CONFIG',
      message: 'Expected redis.url to be a URL, such as redis://:password@host:6379, got something else.',
    });
  return new URL(url).host;
}

function isBuffers(reply: unknown): reply is readonly Buffer[] {
  return Array.isArray(reply) && reply.every((value) => Buffer.isBuffer(value));
}
