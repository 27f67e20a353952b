import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Activation, ActivationReply, InvokeOptions, RuntimeHandle } from '@lithops/core/spec';
import { callingFunction, type ToldSettings } from '../nested/calling-function.js';
import { priceOf } from '../price.js';
import type { EventSettings } from './event-settings.js';
import { functionError } from './function-error.js';
import type { HttpAnswer } from './http/connections.js';
import { InvocationRequests } from './http/invocation-requests.js';
import { headerOf, requestIdOf } from './http/refusal.js';
import { encodeEvent, toBytes } from './invocation.js';
import { invokeFailure, preparationFailure } from './lambda-failure.js';
import { RemoteInvoker } from './remote-invoker.js';
import { reportLineOf } from './report-line.js';

/** A thousand may come up at once, each with keys to agree on. */
const CONNECT_TIMEOUT_MS = 20_000;
/** Longest that a function may run, and as much again as an answer may take on its way. */
const ANSWER_TIMEOUT_MS = 15 * 60_000 + 60_000;

const answered = { 'x-amz-invocation-type': 'RequestResponse', 'x-amz-log-type': 'Tail' };
const accepted = { 'x-amz-invocation-type': 'Event' };

type SendOptions = Partial<Pick<InvokeOptions, 'signal' | 'onStarted'>>;

interface Answer {
  readonly requestId: string;
  readonly value: unknown;
  readonly usd: number | undefined;
}

/** Sends activations to their functions, each once, and reads what came of them. */
export class Invoker {
  readonly #requests: InvocationRequests;
  readonly #settings: ToldSettings;
  readonly #events: EventSettings;
  readonly #remote: RemoteInvoker | undefined;

  /** @param client whose region, endpoint and credentials are used */
  constructor(
    client: LambdaClient,
    settings: ToldSettings & { readonly invokesRemotely?: boolean },
    events: EventSettings,
  ) {
    this.#requests = new InvocationRequests(client, {
      sockets: settings.sockets,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      answerTimeoutMs: ANSWER_TIMEOUT_MS,
    });
    this.#settings = settings;
    this.#events = events;
    const ask = async (runtime: RuntimeHandle, event: Uint8Array): Promise<unknown> =>
      (await this.#ask(runtime.id, event)).value;
    this.#remote = settings.invokesRemotely === true ? new RemoteInvoker(ask, settings) : undefined;
  }

  /** @throws {TransportError} that says whether the user's code may have run */
  async invoke({ runtime, body }: Activation, options: InvokeOptions): Promise<ActivationReply> {
    const event = encodeEvent(options.reply, callingFunction(this.#settings, runtime.spec), body);
    if (options.reply === 'none') return await this.#accept(runtime, event, options);
    const { requestId, value, usd } = await this.#ask(runtime.id, event, options);
    return { requestId, body: toBytes(String(value)), usd };
  }

  /** `undefined`: the log does not say it. */
  #billOf(logTail: string, requestId: string): number | undefined {
    const { billedMs, limitMb } = reportLineOf(logTail, requestId);
    if (billedMs === undefined || limitMb === undefined) return undefined;
    return priceOf({ durationMs: billedMs, memoryMb: limitMb }, this.#settings);
  }

  /** Sends an event that nobody answers to a function that has been made ready for it. @throws {TransportError} */
  async sendEvent(name: string, event: Uint8Array, options?: SendOptions): Promise<ActivationReply> {
    const { headers } = await this.#send(name, event, accepted, options);
    return { requestId: requestIdOf(headers) ?? '' };
  }

  /** Ends all connections. */
  close(): void {
    this.#requests.close();
  }

  async #accept(runtime: RuntimeHandle, event: Uint8Array, options: InvokeOptions): Promise<ActivationReply> {
    await this.#prepareEvents(runtime.id);
    if (this.#remote === undefined) return await this.sendEvent(runtime.id, event, options);
    options.onStarted?.();
    return await this.#remote.send(runtime, event);
  }

  /** What the function answers, as JSON. */
  async #ask(name: string, event: Uint8Array, options?: SendOptions): Promise<Answer> {
    const { headers, body } = await this.#send(name, event, answered, options);
    const requestId = requestIdOf(headers) ?? '';
    const payload = body.toString();
    const logTail = Buffer.from(headerOf(headers, 'x-amz-log-result') ?? '', 'base64').toString();
    const usd = this.#billOf(logTail, requestId);
    if (headerOf(headers, 'x-amz-function-error') !== undefined)
      throw functionError({ requestId, payload, logTail, usd });
    return { requestId, value: JSON.parse(payload), usd };
  }

  async #send(
    functionName: string,
    payload: Uint8Array,
    headers: Readonly<Record<string, string>>,
    { signal = new AbortController().signal, onStarted }: SendOptions = {},
  ): Promise<HttpAnswer> {
    try {
      return await this.#requests.send({ functionName, headers, payload, signal, onConnection: onStarted });
    } catch (error) {
      throw invokeFailure(error, this.#settings);
    }
  }

  async #prepareEvents(functionName: string): Promise<void> {
    try {
      await this.#events.ensure(functionName);
    } catch (error) {
      throw preparationFailure(error, this.#settings);
    }
  }
}
