import type { Logger } from '../log/index.js';
import { controlPrefix, leaseKey, stopKey } from '../storage/persisted-keys.js';
import { messageOf } from '../util/thrown.js';
import type { JobStore } from './job-store.js';
import type { Lease } from './lease.js';
import { decodeSealed } from './sealed-json.js';

/** How often a client says that it lives, milliseconds. */
const RENEW_MS = 15_000;
const DEFAULT_INTERVAL_MS = 2000;

export interface KeeperServices {
  readonly store: JobStore;
  readonly lease: Lease;
  readonly seal: string;
  readonly intervalMs: number | undefined;
  readonly log: Logger;
  /** Somebody has cancelled the job. */
  stopped(): void;
  /** Another client runs the job now. */
  takenOver(): void;
}

/** Looks, while this client has a job, whether it still should; and says that it lives. Keeps no process alive. */
export class JobKeeper {
  readonly #services: KeeperServices;
  readonly #timer: NodeJS.Timeout;
  #renewedEpochMs = Date.now();
  #isLooking = false;
  #isClosed = false;

  constructor(services: KeeperServices) {
    this.#services = services;
    this.#timer = setInterval(() => void this.#tick(), services.intervalMs ?? DEFAULT_INTERVAL_MS).unref();
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    if (this.#isLooking || this.#isClosed) return;
    this.#isLooking = true;
    try {
      await this.#look();
      if (Date.now() - this.#renewedEpochMs >= RENEW_MS && !this.#isClosed) await this.#renew();
    } catch (error) {
      this.#services.log.info(
        `A persisted job could not be looked after, and will be again: ${messageOf(error)}`,
      );
    } finally {
      this.#isLooking = false;
    }
  }

  async #look(): Promise<void> {
    const { store, lease, seal, stopped, takenOver } = this.#services;
    const keys = new Set(await store.list(controlPrefix(store.address)));
    if (this.#isClosed) return;
    if (keys.has(leaseKey(store.address, lease.generation + 1))) {
      this.close();
      takenOver();
      return;
    }
    if (!keys.has(stopKey(store.address))) return;
    const order = await store.find(stopKey(store.address));
    if (order === undefined || decodeSealed(order, seal) === undefined || this.#isClosed) return;
    this.close();
    stopped();
  }

  async #renew(): Promise<void> {
    this.#renewedEpochMs = Date.now();
    await this.#services.lease.renew();
  }
}
