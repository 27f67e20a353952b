import { EventQueue, type MonitorClient, type MonitorEvent, type WatchedJob } from '@lithops/core/spec';
import type { Frame } from './frames.js';

/** The client half: what workers have told, for the jobs that core watches. */
export class SocketClient implements MonitorClient {
  readonly #events = new EventQueue();
  /** By executor and job: events that came before core asked; `'watched'`; or `'over'`, whose events are of no use. */
  readonly #jobs = new Map<string, MonitorEvent[] | 'watched' | 'over'>();
  readonly #onWatching: (isWatching: boolean) => void;

  /** @param onWatching - told whether there is any job to be watched: while there is, the program must not end */
  constructor(onWatching: (isWatching: boolean) => void) {
    this.#onWatching = onWatching;
  }

  // #region watch
  watch({ executorId, jobId }: WatchedJob): void {
    const name = `${executorId}/${jobId}`;
    const early = this.#jobs.get(name);
    this.#jobs.set(name, 'watched');
    if (Array.isArray(early)) for (const event of early) this.#events.push(event);
    this.#onWatching(true);
  }

  unwatch({ executorId, jobId }: WatchedJob): void {
    this.#jobs.set(`${executorId}/${jobId}`, 'over');
    this.#onWatching([...this.#jobs.values()].includes('watched'));
  }
  // #endregion watch

  [Symbol.asyncIterator](): AsyncIterator<MonitorEvent> {
    return this.#events[Symbol.asyncIterator]();
  }

  async close(): Promise<void> {
    this.#events.close();
    this.#onWatching(false);
  }

  /** A worker is gone, and may have put into storage what it could not tell: core looks there. */
  gap(): void {
    this.#events.push({ type: 'gap' });
  }

  // #region take
  take({ header, body }: Frame): void {
    if (header.type !== 'report' && header.type !== 'started') return;
    const { executorId, jobId } = header;
    const event: MonitorEvent =
      header.type === 'report'
        ? { type: 'report', jobId, body }
        : { type: 'started', calls: header.calls };
    const name = `${executorId}/${jobId}`;
    const state = this.#jobs.get(name);
    if (state === 'watched') this.#events.push(event);
    else if (state === undefined) this.#jobs.set(name, [event]);
    else if (state !== 'over') state.push(event);
  }
  // #endregion take
}
