import type { LambdaClient } from '@aws-sdk/client-lambda';
import { type ConnectionLimits, Connections, type HttpAnswer } from './connections.js';
import { CurrentKeys } from './current-keys.js';
import { Refusal } from './refusal.js';
import { addressOf, invocationPath, type ServiceAddress } from './service-address.js';
import { type Keys, Signer } from './signature.js';

/** One function is to run with that. */
export interface InvocationRequest {
  readonly functionName: string;
  /** `x-amz-…`, by names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
  readonly signal: AbortSignal;
  /** It waits for a connection no more. */
  readonly onConnection?: (() => void) | undefined;
}

/** What is known once the SDK has been asked. */
interface Way {
  readonly address: ServiceAddress;
  readonly signer: Signer;
  readonly connections: Connections;
}

/** What services say of keys that are not valid any more. */
const noMore = new Set(['ExpiredTokenException', 'ExpiredToken', 'UnrecognizedClientException']);

/**
 * Requests to invoke functions, made by hand: the SDK says where to and with which keys, but its stack of middleware costs
 * several times what the request itself does, and under direct monitoring there is a request for each activation.
 */
export class InvocationRequests {
  readonly #client: LambdaClient;
  readonly #limits: ConnectionLimits;
  readonly #keys: CurrentKeys;
  #found: Promise<Way> | undefined;
  #way: Way | undefined;

  /** @param client whose region, endpoint, credentials and knowledge of the service's clock are used */
  constructor(client: LambdaClient, limits: ConnectionLimits) {
    this.#client = client;
    this.#limits = limits;
    this.#keys = new CurrentKeys((options) => client.config.credentials(options));
  }

  /**
   * A request that was refused for its keys has not run: it goes again when there are others.
   *
   * @returns an answer with a status of the 200s
   * @throws {Refusal} for any other @throws {UnansweredError}
   */
  async send(request: InvocationRequest): Promise<HttpAnswer> {
    const way = this.#way ?? (await this.#find());
    const keys = await this.#keys.get();
    const answer = await this.#post(way, request, keys);
    if (isGood(answer)) return answer;
    const refusal = new Refusal(answer);
    const others = noMore.has(refusal.name) ? await this.#keys.insteadOf(keys) : undefined;
    if (others === undefined) throw refusal;
    const second = await this.#post(way, request, others);
    if (isGood(second)) return second;
    throw new Refusal(second);
  }

  /** Ends all connections. */
  close(): void {
    this.#way?.connections.close();
  }

  #post(way: Way, request: InvocationRequest, keys: Keys): Promise<HttpAnswer> {
    const { address, signer, connections } = way;
    const { payload: body, signal, onConnection } = request;
    const path = address.basePath + invocationPath(request.functionName);
    const headers = { ...request.headers, host: address.host, 'content-type': 'application/octet-stream' };
    const nowMs = Date.now() + this.#client.config.systemClockOffset;
    const signed = signer.sign({ method: 'POST', path, headers, body }, keys, nowMs);
    signed['user-agent'] = address.userAgent;
    return connections.post({ path, headers: signed, body, signal, onConnection });
  }

  async #find(): Promise<Way> {
    this.#found ??= this.#open();
    try {
      return await this.#found;
    } catch (error) {
      // Credentials that cannot be had now may be had later.
      this.#found = undefined;
      throw error;
    }
  }

  async #open(): Promise<Way> {
    const address = await addressOf(this.#client);
    const connections = new Connections(address, this.#limits);
    this.#way = { address, connections, signer: new Signer(address.scope) };
    return this.#way;
  }
}

function isGood({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}
