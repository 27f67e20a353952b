import { type LambdaClient, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';

/** An event that nobody took within a minute is given up: the client sends it again. */
const EVENT_AGE_S = 60;

/**
 * Has functions run an event once: by itself, Lambda runs one whose call failed twice more, behind our back. Asked for once
 * for each function, before its first event.
 */
export class EventSettings {
  readonly #client: LambdaClient;
  readonly #made = new Map<string, Promise<unknown>>();

  constructor(client: LambdaClient) {
    this.#client = client;
  }

  async ensure(name: string): Promise<void> {
    const made = this.#made.get(name) ?? this.#make(name);
    this.#made.set(name, made);
    try {
      await made;
    } catch (error) {
      this.forget(name);
      throw error;
    }
  }

  /** It was set when the function was deployed. */
  trust(name: string): void {
    this.#made.set(name, Promise.resolve());
  }

  /** The function may be another one now. */
  forget(name: string): void {
    this.#made.delete(name);
  }

  #make(name: string): Promise<unknown> {
    const command = new PutFunctionEventInvokeConfigCommand({
      FunctionName: name,
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: EVENT_AGE_S,
    });
    return this.#client.send(command);
  }
}
