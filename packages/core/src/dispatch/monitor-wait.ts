import { TransportError } from '../spec/transport-error.js';
import type { ActivationServices } from './activation-services.js';
import { Deadline } from './deadline.js';

type MonitorServices = Pick<ActivationServices, 'monitor' | 'longestSilenceMs' | 'silentMs' | 'workerIsFree'>;

/**
 * The wait for a monitor's news of one activation. Once its worker has answered, there is nothing else to wait for, and the
 * monitor has had everything: its silence means that no news will come.
 */
export class MonitorWait {
  readonly #services: MonitorServices;
  readonly #deadline = new Deadline(() => this.#onSilence());
  #ends: { readonly over: () => void; readonly giveUp: (why: TransportError) => void } | undefined;
  #hasWorkerEnded = false;

  constructor(services: MonitorServices) {
    this.#services = services;
  }

  /** The worker says no more, and is no more: its own time limits mean nothing now. */
  get isLast(): boolean {
    return this.#hasWorkerEnded;
  }

  workerHasEnded(): void {
    this.#hasWorkerEnded = true;
    this.#deadline.set(0, this.#services.longestSilenceMs);
    this.#services.workerIsFree();
  }

  /** Resolves when all is told; rejects when it is given up. */
  told(): Promise<void> {
    return new Promise((over, giveUp) => {
      this.#ends = { over, giveUp };
    });
  }

  over(): void {
    this.#deadline.clear();
    this.#ends?.over();
  }

  giveUp(why: TransportError): void {
    this.#ends?.giveUp(why);
  }

  /** News of a large job take their time: only when none come of any of its calls, none are coming. */
  #onSilence(): void {
    const { monitor = '', longestSilenceMs, silentMs } = this.#services;
    const restMs = longestSilenceMs - silentMs();
    if (restMs > 0) this.#deadline.set(0, restMs);
    else this.giveUp(neverTold(monitor));
  }
}

function neverTold(monitor: string): TransportError {
  return new TransportError(
    'lost',
    `Its worker has ended, and the monitor "${monitor}" never told what it came to. Have workers report to where this program looks: the same store and bucket, or the same broker.`,
  );
}
