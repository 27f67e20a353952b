import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CallAttempt, OutcomeReport } from '@lithops/core/spec';
import { breaks } from '../promises.js';
import type { NamingPatience } from './patience.js';
import { promises } from './promises.js';
import type { ReporterAnswer, ReporterRequest } from './reporter-messages.js';

type Half = Omit<Extract<ReporterRequest, { do: 'open' }>, 'do'>;

/** A reporter in another process. What it is given is given when that resolves. */
export interface RemoteReporter {
  started(calls: readonly CallAttempt[]): Promise<void>;
  outcome(...reports: readonly OutcomeReport[]): Promise<void>;
  /** Must resolve: the way is open. */
  flush(): Promise<void>;
  /** Must settle. @returns why it rejected */
  settle(): Promise<Error | undefined>;
  /** Its process is killed in the moment in which flush() resolves. */
  flushAndDie(): Promise<void>;
  close(): Promise<void>;
}

/** A process that has the worker half of a monitor, and nothing else of it. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #patience: NamingPatience;
  readonly #pending = new Map<number, (error: Error | undefined) => void>();
  readonly #ended: Promise<readonly unknown[]>;
  #asked = 0;
  #reporters = 0;

  private constructor(patience: NamingPatience) {
    this.#patience = patience;
    const program = fileURLToPath(new URL('./reporter-process.cjs', import.meta.url));
    this.#child = fork(program, { serialization: 'advanced', execArgv: [] });
    this.#child.on('message', (answer: ReporterAnswer) => this.#answered(answer));
    this.#ended = once(this.#child, 'exit');
    void this.#ended.then(() => this.#failAll());
  }

  /** @throws {AssertionError} when the worker half cannot be loaded or made. */
  static async start(half: Half, patience: NamingPatience): Promise<WorkerProcess> {
    const process = new WorkerProcess(patience);
    const error = await process.#ask({ do: 'open', ...half }, 'the worker half to be made');
    if (error !== undefined)
      breaks(promises.plugin, 'a worker half that can be loaded and made', error.message);
    return process;
  }

  async reporter(executorId: string): Promise<RemoteReporter> {
    const reporter = this.#reporters++;
    await this.#done({ do: 'create', reporter, executorId }, 'createReporter() to give a reporter');
    const settle = (): Promise<Error | undefined> =>
      this.#ask({ do: 'flush', reporter }, 'flush() to settle');
    return {
      started: (calls) => this.#give({ do: 'started', reporter, calls }),
      outcome: async (...reports) => {
        await Promise.all(reports.map((report) => this.#give({ do: 'outcome', reporter, report })));
      },
      flush: async () => {
        const error = await settle();
        if (error !== undefined)
          breaks(promises.flushed, 'flush() to resolve, as the way is open', error.message);
      },
      settle,
      flushAndDie: () => this.#flushAndDie(reporter),
      close: () => this.#done({ do: 'close', reporter }, 'close() of the reporter to resolve'),
    };
  }

  /** Nobody listens to what is thrown here. */
  async #give(request: Extract<ReporterRequest, { do: 'started' | 'outcome' }>): Promise<void> {
    const error = await this.#ask(request, `${request.do}() to return`);
    const expected = `${request.do}() to return, and flush() to say what cannot be told`;
    if (error !== undefined) breaks(promises.settles, expected, error.message);
  }

  /** Closes the monitor, as far as it is here. */
  async closeMonitor(): Promise<void> {
    await this.#done({ do: 'end' }, 'close() of the monitor to resolve');
  }

  /** Says goodbye: nothing but the monitor may keep the process from ending. */
  async endsByItself(): Promise<void> {
    this.#child.disconnect();
    const expected = 'a process whose reporters and monitor were closed to end by itself';
    await this.#patience.settled(promises.nothingLeft, this.#ended, expected);
  }

  /** The death is the answer; a failure of flush() comes before it. */
  async #flushAndDie(reporter: number): Promise<void> {
    const asked = this.#ask({ do: 'flush and die', reporter }, 'flush() to settle');
    const failure = await Promise.race([asked, this.#ended.then(() => undefined)]);
    if (failure !== undefined && this.#child.connected)
      breaks(promises.flushed, 'flush() to resolve, as the way is open', failure.message);
    await this.kill();
  }

  /** As machines and platforms do: without a word. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async #done(request: ReporterRequest, expected: string): Promise<void> {
    const error = await this.#ask(request, expected);
    if (error !== undefined) breaks(promises.settles, expected, error.message);
  }

  /** @returns what was thrown there */
  async #ask(request: ReporterRequest, expected: string): Promise<Error | undefined> {
    if (!this.#child.connected) return ended();
    const id = this.#asked++;
    const done = new Promise<Error | undefined>((resolve) => this.#pending.set(id, resolve));
    this.#child.send({ id, ...request });
    return await this.#patience.settled(promises.settles, done, expected);
  }

  #answered({ id, error }: ReporterAnswer): void {
    this.#pending.get(id)?.(error === undefined ? undefined : new Error(error));
    this.#pending.delete(id);
  }

  #failAll(): void {
    for (const settle of this.#pending.values()) settle(ended());
    this.#pending.clear();
  }
}

function ended(): Error {
  return new Error('The process of the reporter has ended.');
}
