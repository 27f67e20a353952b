import type { Server } from 'node:http';
import { type MonitorClient, type MonitorEvent, WatchedEvents, type WatchedJob } from '@lithops/core/spec';

/** The client half: what workers have told of the jobs that core watches. */
export class SocketClient implements MonitorClient {
  readonly events = new WatchedEvents();
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  watch(job: WatchedJob): void {
    this.events.watch(job);
    this.#server.ref();
  }

  unwatch(job: WatchedJob): void {
    this.events.unwatch(job);
    if (!this.events.isWatching) this.#server.unref();
  }

  [Symbol.asyncIterator](): AsyncIterator<MonitorEvent> {
    return this.events[Symbol.asyncIterator]();
  }

  async close(): Promise<void> {
    this.events.close();
    this.#server.unref();
  }
}
