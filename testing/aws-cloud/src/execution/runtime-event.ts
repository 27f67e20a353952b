import type { HostEnd } from './host.js';
import type { DeliverEvent } from './runtime-api.js';

/** What can be heard of a runtime. */
export type RuntimeEvent =
  | { readonly kind: 'ready'; readonly deliver: DeliverEvent }
  | { readonly kind: 'initError'; readonly report: Buffer }
  | { readonly kind: 'answered'; readonly payload: Buffer }
  | { readonly kind: 'answerTooLarge' }
  | { readonly kind: 'reported'; readonly report: Buffer }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'ended'; readonly end: HostEnd };

/** Events in their order, for one who waits for each. */
export class RuntimeEvents {
  readonly #heard: RuntimeEvent[] = [];
  #waiting: ((event: RuntimeEvent) => void) | undefined;

  push(event: RuntimeEvent): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#heard.push(event);
    else waiting(event);
  }

  /** The next event, which is `timedOut` when none comes for so long. */
  next(limitMs: number): Promise<RuntimeEvent> {
    const heard = this.#heard.shift();
    if (heard !== undefined) return Promise.resolve(heard);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.push({ kind: 'timedOut' }), Math.max(0, limitMs));
      this.#waiting = (event) => {
        clearTimeout(timer);
        resolve(event);
      };
    });
  }
}
