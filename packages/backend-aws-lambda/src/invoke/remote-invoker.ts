import { type ActivationReply, type RuntimeHandle, TransportError } from '@lithops/core/spec';
import { callingFunction, type ToldSettings } from '../nested/calling-function.js';
import { asFanOutReply, encodeFanOut, type FanOutOutcome } from './fan-out-event.js';

/** Of one request: what fits into 6 MB with what is around it, and what a function sends within a second or so. */
const MOST_BYTES = 5 * 1024 * 1024;
const MOST_EVENTS = 500;

/** Asks a function and gives what it answers, as JSON. @throws {TransportError} as invoking does */
export type AskFunction = (runtime: RuntimeHandle, event: Uint8Array) => Promise<unknown>;

interface Waiting {
  readonly event: Uint8Array;
  readonly resolve: (reply: ActivationReply) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends events by way of a function, which invokes itself for each of them: many in one request of a client that is far
 * away. What is to be sent in one turn goes together. What the function could not send, it says, and each event fails as it
 * would have here; when the function itself is lost, nobody knows which were sent, and all are lost.
 */
export class RemoteInvoker {
  readonly #ask: AskFunction;
  readonly #settings: ToldSettings;
  readonly #waiting = new Map<string, { readonly runtime: RuntimeHandle; readonly events: Waiting[] }>();

  constructor(ask: AskFunction, settings: ToldSettings) {
    this.#ask = ask;
    this.#settings = settings;
  }

  /** @throws {TransportError} */
  send(runtime: RuntimeHandle, event: Uint8Array): Promise<ActivationReply> {
    return new Promise((resolve, reject) => {
      const group = this.#waiting.get(runtime.id) ?? { runtime, events: [] };
      if (group.events.length === 0) setImmediate(() => this.#flush(runtime.id));
      this.#waiting.set(runtime.id, group);
      group.events.push({ event, resolve, reject });
    });
  }

  #flush(id: string): void {
    const group = this.#waiting.get(id);
    this.#waiting.delete(id);
    for (const events of inRequests(group?.events ?? []))
      if (group) void this.#request(group.runtime, events);
  }

  async #request(runtime: RuntimeHandle, events: readonly Waiting[]): Promise<void> {
    try {
      const caller = callingFunction(this.#settings, runtime.spec);
      const bodies = events.map(({ event }) => event);
      const reply = asFanOutReply(await this.#ask(runtime, encodeFanOut(bodies, caller)), events.length);
      if (reply === undefined)
        throw new TransportError('lost', 'The function that was to invoke others gave no account of them.');
      for (const [position, outcome] of reply.entries()) settle(events[position], outcome);
    } catch (error) {
      const failure = ofTheEvents(error);
      for (const { reject } of events) reject(failure);
    }
  }
}

/** That the function was ended at a limit says nothing of the calls: some may have been sent. */
function ofTheEvents(error: unknown): unknown {
  if (!(error instanceof TransportError)) return error;
  const isEnded = error.kind === 'timed-out' || error.kind === 'out-of-memory';
  return isEnded ? new TransportError('lost', error.message, { cause: error }) : error;
}

function settle(waiting: Waiting | undefined, outcome: FanOutOutcome): void {
  if ('requestId' in outcome) waiting?.resolve({ requestId: outcome.requestId });
  else
    waiting?.reject(
      new TransportError(outcome.kind, outcome.message, { retryAfterMs: outcome.retryAfterMs }),
    );
}

function inRequests(events: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const requests: Waiting[][] = [];
  let sizeBytes = Number.POSITIVE_INFINITY;
  for (const one of events) {
    const last = requests.at(-1);
    sizeBytes += one.event.byteLength + 1;
    if (last !== undefined && sizeBytes <= MOST_BYTES && last.length < MOST_EVENTS) {
      last.push(one);
      continue;
    }
    requests.push([one]);
    sizeBytes = one.event.byteLength;
  }
  return requests;
}
