import type { CallSession, WorkerHost } from '@lithops/core/worker';
import { markOf } from '../logs/log-lines.js';
import type { MarkedLines } from '../logs/marked-lines.js';
import { type EventContext, EventSession } from './event-session.js';

/** The same in a process that runs calls of an event beside others: each line says whose it is. */
export class ProcessSession implements CallSession {
  readonly host: WorkerHost;
  readonly #session: EventSession;
  readonly #outputs: readonly MarkedLines[];

  constructor(context: EventContext, outputs: readonly MarkedLines[]) {
    this.#session = new EventSession(context);
    this.#outputs = outputs;
    const callEnded = (): void => outputs.forEach((output) => void output.flush());
    this.host = { ...this.#session.host, callEnded };
  }

  readonly onCall = (call: Parameters<typeof markOf>[0]): void => {
    for (const output of this.#outputs) output.begin(markOf(call));
  };

  end(): void {
    this.#session.end();
  }
}
