import type { ComputePlugin } from '@lithops/core/spec';
import { type CallSession, makeHost, type WorkerHost } from '@lithops/core/worker';
import type { InvocationEvent } from '../invoke/invocation.js';
import { nestedPlugin } from './nested-plugin.js';
import { Invocation } from './running-event.js';

/** What calls of an event need to know of it. */
export type EventContext = Pick<InvocationEvent, 'reply' | 'caller'>;

/** The event that runs: a process has one at a time. */
let nested: (() => ComputePlugin) | undefined;

/** One for the process: stores stay open from one event to the next. */
const eventHost: WorkerHost = {
  ...makeHost(() => {
    if (nested !== undefined) return nested();
    throw new TypeError('Expected executors inside calls to be opened while an event runs.');
  }),
  isBusyWaiting: true,
};

/** With what the calls of one event run. */
export class EventSession implements CallSession {
  readonly host = eventHost;
  readonly #invocation: Invocation;

  constructor({ reply, caller }: EventContext) {
    const invocation = new Invocation(reply);
    this.#invocation = invocation;
    nested = () => nestedPlugin(caller, invocation);
  }

  end(): void {
    this.#invocation.end();
  }
}
