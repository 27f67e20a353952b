import { setImmediate as turn } from 'node:timers/promises';
import type { HostEnd, HostLauncher, LaunchOptions, RunningHost } from './host.js';
import { RuntimeApi } from './runtime-api.js';
import { type RuntimeEvent, RuntimeEvents } from './runtime-event.js';

const memoryCheckMs = 20;

/**
 * One run of a runtime's program, from its start to its end: there is no other after it. While it works, its memory is
 * watched; whoever uses it hears one event at a time.
 */
export class RunningRuntime {
  readonly #host: RunningHost;
  readonly #api: RuntimeApi;
  readonly #events: RuntimeEvents;
  readonly #limitBytes: number;
  #watch: NodeJS.Timeout | undefined;
  #outOfMemory = false;
  #peakBytes = 0;
  #over = false;

  private constructor(host: RunningHost, api: RuntimeApi, events: RuntimeEvents, memoryMb: number) {
    this.#host = host;
    this.#api = api;
    this.#events = events;
    this.#limitBytes = memoryMb * 1024 * 1024;
  }

  /** @param options with the variables as a function of the Runtime API's address */
  static async start(
    launcher: HostLauncher,
    options: Omit<LaunchOptions, 'variables'> & { variables(runtimeApi: string): LaunchOptions['variables'] },
  ): Promise<RunningRuntime> {
    const events = new RuntimeEvents();
    const api = await RuntimeApi.start({
      onReady: (deliver) => events.push({ kind: 'ready', deliver }),
      onInitError: (report) => events.push({ kind: 'initError', report }),
      onResponse: (payload) => events.push({ kind: 'answered', payload }),
      onResponseTooLarge: () => events.push({ kind: 'answerTooLarge' }),
      onError: (report) => events.push({ kind: 'reported', report }),
    });
    const host = launcher.launch({ ...options, variables: options.variables(api.address) });
    const runtime = new RunningRuntime(host, api, events, options.memoryMb);
    runtime.#work();
    void host.ended.then((end) => runtime.#ended(end));
    return runtime;
  }

  /** The most that was seen. */
  get peakMemoryMb(): number {
    return Math.ceil(this.#peakBytes / 1024 / 1024);
  }

  get over(): boolean {
    return this.#over;
  }

  /** The next event; what was printed before it has been read. */
  async next(limitMs: number): Promise<RuntimeEvent> {
    const event = await this.#events.next(limitMs);
    await turn();
    await turn();
    return event;
  }

  freeze(): void {
    this.#rest();
    this.#host.freeze();
  }

  thaw(): void {
    this.#host.thaw();
    this.#work();
  }

  kill(): void {
    this.#host.kill();
  }

  async end(): Promise<void> {
    this.kill();
    await this.#host.ended;
    await this.#api.stop();
  }

  #work(): void {
    if (this.#host.memoryBytes === undefined) return;
    this.#watch ??= setInterval(() => this.#checkMemory(), memoryCheckMs);
  }

  #rest(): void {
    this.#checkMemory();
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #checkMemory(): void {
    const bytes = this.#host.memoryBytes?.() ?? 0;
    this.#peakBytes = Math.min(this.#limitBytes, Math.max(bytes, this.#peakBytes));
    if (bytes <= this.#limitBytes || this.#outOfMemory) return;
    this.#outOfMemory = true;
    this.kill();
  }

  async #ended(end: HostEnd): Promise<void> {
    this.#over = true;
    clearInterval(this.#watch);
    const outOfMemory = this.#outOfMemory || end.outOfMemory === true;
    if (outOfMemory) this.#peakBytes = this.#limitBytes;
    this.#events.push({ kind: 'ended', end: { ...end, outOfMemory } });
    await this.#api.stop();
  }
}
