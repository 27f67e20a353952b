import type { StorageBackend } from '../spec/storage-backend.js';
import { type ActivationPayload, decodeReport, joinReports } from '../wire/index.js';
import { CallProcess } from './call-process.js';
import { openSender } from './open-sender.js';
import { failedReply, readPayload } from './read-payload.js';
import { ReportEncoder } from './report-encoder.js';
import { replyWith } from './report-sender.js';
import { runActivation } from './run-activation.js';
import type { CallEnd } from './run-call.js';
import { standardHost } from './standard-host.js';
import type { WorkerHost } from './worker-host.js';

/** Which processes to start. */
export interface CallProcessesOptions {
  /** The module that is run in each: in such a process it calls {@link serveCalls}. */
  readonly entry: URL;
  /** How many calls run at once. */
  readonly count: number;
}

/** What the calls of one activation need in another process. */
export interface RunOnProcessesOptions {
  /** At this moment, calls that run are stopped; none is begun after it. */
  readonly deadlineEpochMs: number;
  /** Given to each process, to be made a {@link CallSession} there. It must survive being cloned. */
  readonly context: unknown;
  /** With which this process reads the payload, and reports what others cannot. */
  readonly host?: WorkerHost | undefined;
}

/** Processes that run the calls of activations side by side, one call at a time each. Kept from one activation to the next. */
export class CallProcesses {
  readonly #options: CallProcessesOptions;
  #idle: CallProcess[] = [];

  constructor(options: CallProcessesOptions) {
    this.#options = options;
  }

  /**
   * Runs one activation and gives the reply's body, as `runActivation` does, and as that never rejects. A call that ends its
   * process, or has to be stopped, fails alone.
   */
  async run(body: Uint8Array<ArrayBuffer>, options: RunOnProcessesOptions): Promise<Uint8Array<ArrayBuffer>> {
    const { deadlineEpochMs, host = standardHost } = options;
    try {
      const payload = await readPayload(body, host, 0);
      // Alone, it needs nobody beside it.
      if (payload.indexes.length === 1) return await runActivation(body, { host, deadlineEpochMs });
      return await this.#split(payload, body, { ...options, host });
    } catch (error) {
      return failedReply(error);
    }
  }

  async #split(
    payload: ActivationPayload,
    body: Uint8Array<ArrayBuffer>,
    { deadlineEpochMs, context, host }: RunOnProcessesOptions & { readonly host: WorkerHost },
  ): Promise<Uint8Array<ArrayBuffer>> {
    const run = new SplitRun(payload, deadlineEpochMs);
    const lanes = Math.min(this.#options.count, payload.indexes.length);
    await Promise.all(Array.from({ length: lanes }, () => this.#lane(run, body, context)));
    return await run.reply(host);
  }

  async #lane(run: SplitRun, body: Uint8Array<ArrayBuffer>, context: unknown): Promise<void> {
    let process: CallProcess | undefined;
    for (let position = run.next(); position !== undefined; position = run.next()) {
      if (process === undefined) {
        process = this.#take();
        process.open(body, context);
      }
      if (!(await run.runOn(process, position))) continue;
      process.kill();
      process = undefined;
    }
    if (process === undefined) return;
    process.closeActivation();
    this.#idle.push(process);
  }

  #take(): CallProcess {
    // One may have ended meanwhile.
    this.#idle = this.#idle.filter((process) => !process.isEnded);
    return this.#idle.pop() ?? new CallProcess(this.#options.entry);
  }

  /** Ends those that wait. */
  close(): void {
    for (const process of this.#idle.splice(0)) process.kill();
  }
}

/** What the calls of one activation come to, whichever process ran them. */
class SplitRun {
  readonly #payload: ActivationPayload;
  readonly #deadlineEpochMs: number;
  readonly #replies: Uint8Array<ArrayBuffer>[] = [];
  readonly #failures: CallEnd[] = [];
  /** Begun by no process, for its time was over. */
  readonly #returned: number[] = [];
  #next = 0;

  constructor(payload: ActivationPayload, deadlineEpochMs: number) {
    this.#payload = payload;
    this.#deadlineEpochMs = deadlineEpochMs;
  }

  /** The place of a call to begin; `undefined`: there is none, or no time for it. */
  next(): number | undefined {
    const isOver = Date.now() >= this.#deadlineEpochMs || this.#next >= this.#payload.indexes.length;
    return isOver ? undefined : this.#next++;
  }

  /** @returns whether the process can take no more calls */
  async runOn(process: CallProcess, position: number): Promise<boolean> {
    const { timeoutMs, indexes, attempts } = this.#payload;
    const startedEpochMs = Date.now();
    const end = await process.run(position, { timeoutMs, deadlineEpochMs: this.#deadlineEpochMs });
    if (end.kind === 'reply') {
      const { end: said } = decodeReport(end.body);
      this.#replies.push(end.body);
      this.#returned.push(...(said?.returned ?? []));
      return said?.tainted === true;
    }
    const stats = { execMs: Date.now() - startedEpochMs, peakMemoryMb: 0, startedEpochMs, cpuMs: undefined };
    const [index = 0, attempt = 1] = [indexes[position], attempts[position]];
    this.#failures.push({ ...end, index, attempt, stats, isStillRunning: false });
    return true;
  }

  async reply(host: WorkerHost): Promise<Uint8Array<ArrayBuffer>> {
    const payload = this.#payload;
    const openStorage = (): Promise<StorageBackend> => host.openStorage(payload.storage);
    const end = { returned: [...this.#returned, ...payload.indexes.slice(this.#next)], tainted: false };
    const own = await openSender({ payload, host, code: undefined, openStorage }).finish(this.#failures, end);
    if (payload.report.to === 'monitor') return own;
    const encoder = new ReportEncoder(undefined, payload, openStorage);
    return await replyWith(joinReports([...this.#replies, own]), end, payload, encoder);
  }
}
