import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Activation, ActivationReply, InvokeOptions } from '@lithops/core/spec';
import { priceOf } from '../price.js';
import type { LambdaSettings } from '../settings/lambda-settings.js';
import type { EventSettings } from './event-settings.js';
import { functionError } from './function-error.js';
import type { HttpAnswer } from './http/connections.js';
import { InvocationRequests } from './http/invocation-requests.js';
import { headerOf, requestIdOf } from './http/refusal.js';
import { encodeEvent, toBytes } from './invocation.js';
import { invokeFailure, preparationFailure } from './lambda-failure.js';
import { reportLineOf } from './report-line.js';

/** A thousand may come up at once, each with keys to agree on. */
const CONNECT_TIMEOUT_MS = 20_000;
/** Longest that a function may run, and as much again as an answer may take on its way. */
const ANSWER_TIMEOUT_MS = 15 * 60_000 + 60_000;

const answered = { 'x-amz-invocation-type': 'RequestResponse', 'x-amz-log-type': 'Tail' };
const accepted = { 'x-amz-invocation-type': 'Event' };

/** Sends activations to their functions, each once, and reads what came of them. */
export class Invoker {
  readonly #requests: InvocationRequests;
  readonly #settings: LambdaSettings;
  readonly #events: EventSettings;

  /** @param client whose region, endpoint and credentials are used */
  constructor(client: LambdaClient, settings: LambdaSettings, events: EventSettings) {
    this.#requests = new InvocationRequests(client, {
      sockets: settings.sockets,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      answerTimeoutMs: ANSWER_TIMEOUT_MS,
    });
    this.#settings = settings;
    this.#events = events;
  }

  /** @throws {TransportError} that says whether the user's code may have run */
  async invoke(activation: Activation, options: InvokeOptions): Promise<ActivationReply> {
    const { headers, body } = await this.#send(activation, options);
    const requestId = requestIdOf(headers) ?? '';
    if (options.reply === 'none') return { requestId };
    const payload = body.toString();
    const logTail = Buffer.from(headerOf(headers, 'x-amz-log-result') ?? '', 'base64').toString();
    const usd = this.#billOf(logTail, requestId);
    if (headerOf(headers, 'x-amz-function-error') !== undefined)
      throw functionError({ requestId, payload, logTail, usd });
    return { requestId, body: toBytes(JSON.parse(payload)), usd };
  }

  /** `undefined`: the log does not say it. */
  #billOf(logTail: string, requestId: string): number | undefined {
    const { billedMs, limitMb } = reportLineOf(logTail, requestId);
    if (billedMs === undefined || limitMb === undefined) return undefined;
    return priceOf({ durationMs: billedMs, memoryMb: limitMb }, this.#settings);
  }

  /** Ends all connections. */
  close(): void {
    this.#requests.close();
  }

  async #send(
    { runtime, body }: Activation,
    { reply, signal, onStarted }: InvokeOptions,
  ): Promise<HttpAnswer> {
    const isAnswered = reply === 'inline';
    if (!isAnswered) await this.#prepareEvents(runtime.id);
    try {
      return await this.#requests.send({
        functionName: runtime.id,
        headers: isAnswered ? answered : accepted,
        payload: encodeEvent(reply, body),
        signal,
        onConnection: onStarted,
      });
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
