import type { InvokeOptions } from '../spec/activation.js';
import type { TransportError } from '../spec/transport-error.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { decodeFailure, decodeOutput, decodePosition } from './frame-bodies.js';
import { type Frame, NO_BODY } from './frames.js';

type Listeners = Omit<InvokeOptions, 'reply'>;

interface Pending extends Listeners {
  readonly done: Deferred<Uint8Array<ArrayBuffer>>;
}

/** Activations that the other end of a channel runs: asks for them, and hands out what is answered. */
export class RemoteActivations {
  readonly #send: (frame: Frame) => void;
  readonly #pending = new Map<number, Pending>();
  #ids = 0;

  constructor(send: (frame: Frame) => void) {
    this.#send = send;
  }

  /** Some have not come to their end. */
  get isAny(): boolean {
    return this.#pending.size > 0;
  }

  /**
   * Settles when the other end says that it is over, also when it was given up: the work is gone then.
   *
   * @throws {TransportError}
   */
  async run(body: Uint8Array<ArrayBuffer>, listeners: Listeners): Promise<Uint8Array<ArrayBuffer>> {
    const id = this.#ids++;
    const done = deferred<Uint8Array<ArrayBuffer>>();
    this.#pending.set(id, { ...listeners, done });
    const cancel = (): void => this.#send({ type: 'cancel', id, body: NO_BODY });
    listeners.signal.addEventListener('abort', cancel, { once: true });
    this.#send({ type: 'invoke', id, body });
    try {
      return await done.promise;
    } finally {
      listeners.signal.removeEventListener('abort', cancel);
      this.#pending.delete(id);
    }
  }

  /** Takes a frame that answers one of them. */
  take({ type, id, body }: Frame): void {
    const pending = this.#pending.get(id);
    if (type === 'started') pending?.onStarted?.();
    else if (type === 'part') pending?.onPart?.(body);
    else if (type === 'returned') pending?.onReturned?.(decodePosition(body));
    else if (type === 'output') pending?.onOutput?.(decodeOutput(body));
    else if (type === 'reply') pending?.done.resolve(body);
    else if (type === 'failure') pending?.done.reject(decodeFailure(body));
  }

  /** The other end is gone, and with it all that it ran. */
  failAll(error: TransportError): void {
    for (const { done } of this.#pending.values()) done.reject(error);
  }
}
