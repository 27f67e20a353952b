import { InvokeCommand, type InvokeCommandOutput, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Activation, ActivationReply, InvokeOptions } from '@lithops/core/spec';
import type { LambdaSettings } from '../settings/lambda-settings.js';
import type { EventSettings } from './event-settings.js';
import { functionError } from './function-error.js';
import { encodeEvent, toBytes } from './invocation.js';
import { invokeFailure } from './lambda-failure.js';

/** Sends activations to their functions and reads what came of them. */
export class Invoker {
  readonly #client: LambdaClient;
  readonly #settings: LambdaSettings;
  readonly #events: EventSettings;

  /** @param client one without retries: what went wrong once is the dispatcher's to try again */
  constructor(client: LambdaClient, settings: LambdaSettings, events: EventSettings) {
    this.#client = client;
    this.#settings = settings;
    this.#events = events;
  }

  /** @throws {TransportError} that says whether the user's code may have run */
  async invoke({ runtime, body }: Activation, { reply, signal }: InvokeOptions): Promise<ActivationReply> {
    const output = await this.#send(runtime.id, encodeEvent(reply, body), reply === 'inline', signal);
    const requestId = output.$metadata.requestId ?? '';
    if (reply === 'none') return { requestId };
    const payload = Buffer.from(output.Payload ?? new Uint8Array()).toString();
    if (output.FunctionError !== undefined) {
      const logTail = Buffer.from(output.LogResult ?? '', 'base64').toString();
      throw functionError({ requestId, payload, logTail });
    }
    return { requestId, body: toBytes(JSON.parse(payload)) };
  }

  async #send(
    name: string,
    event: Uint8Array,
    isAnswered: boolean,
    signal: AbortSignal,
  ): Promise<InvokeCommandOutput> {
    const kind = isAnswered
      ? ({ InvocationType: 'RequestResponse', LogType: 'Tail' } as const)
      : ({ InvocationType: 'Event' } as const);
    try {
      if (!isAnswered) await this.#events.ensure(name);
      const command = new InvokeCommand({ FunctionName: name, Payload: event, ...kind });
      return await this.#client.send(command, { abortSignal: signal });
    } catch (error) {
      throw invokeFailure(error, this.#settings);
    }
  }
}
