import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CallAttempt, OutcomeReport } from '@lithops/core/spec';
import type { Patience } from './patience.js';
import { promises } from './promises.js';
import type { ReporterAnswer, ReporterRequest } from './reporter-messages.js';

type Half = Omit<Extract<ReporterRequest, { do: 'open' }>, 'do'>;

/** A reporter in another process. What it is given is given when that resolves. */
export interface RemoteReporter {
  started(calls: readonly CallAttempt[]): Promise<void>;
  outcome(...reports: readonly OutcomeReport[]): Promise<void>;
  flush(): Promise<void>;
  /** Its process is killed in the moment in which flush() resolves. */
  flushAndDie(): Promise<void>;
  close(): Promise<void>;
}

/** A process that has the worker half of a monitor, and nothing else of it. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #patience: Patience;
  readonly #pending = new Map<number, (error: Error | undefined) => void>();
  readonly #ended: Promise<readonly unknown[]>;
  #asked = 0;
  #reporters = 0;

  private constructor(patience: Patience) {
    this.#patience = patience;
    const program = fileURLToPath(new URL('./reporter-process.cjs', import.meta.url));
    this.#child = fork(program, { serialization: 'advanced', execArgv: [] });
    this.#child.on('message', (answer: ReporterAnswer) => this.#answered(answer));
    this.#ended = once(this.#child, 'exit');
    void this.#ended.then(() => this.#failAll());
  }

  /** @throws {AssertionError} when the worker half cannot be loaded or made. */
  static async start(half: Half, patience: Patience): Promise<WorkerProcess> {
    const process = new WorkerProcess(patience);
    await process.#ask({ do: 'open', ...half }, 'the worker half to be made');
    return process;
  }

  async reporter(executorId: string): Promise<RemoteReporter> {
    const reporter = this.#reporters++;
    await this.#ask({ do: 'create', reporter, executorId }, 'createReporter() to give a reporter');
    return {
      started: (calls) => this.#ask({ do: 'started', reporter, calls }, 'started() to return'),
      outcome: async (...reports) => {
        const given = reports.map((report) =>
          this.#ask({ do: 'outcome', reporter, report }, 'outcome() to return'),
        );
        await Promise.all(given);
      },
      flush: () => this.#ask({ do: 'flush', reporter }, 'flush() to settle'),
      flushAndDie: () => this.#flushAndDie(reporter),
      close: () => this.#ask({ do: 'close', reporter }, 'close() of the reporter to settle'),
    };
  }

  /** Closes the monitor, as far as it is here. */
  async closeMonitor(): Promise<void> {
    await this.#ask({ do: 'end' }, 'close() of the monitor to settle');
  }

  /** Says goodbye: nothing but the monitor may keep the process from ending. */
  async endsByItself(): Promise<void> {
    this.#child.disconnect();
    const expected = 'a process whose reporters and monitor were closed to end by itself';
    await this.#patience.settled(promises.nothingLeft, this.#ended, expected);
  }

  /** The death is the answer; a failure of flush() comes before it. */
  async #flushAndDie(reporter: number): Promise<void> {
    const failed = this.#ask({ do: 'flush and die', reporter }, 'flush() to settle');
    await Promise.race([failed, this.#ended]);
    await this.kill();
  }

  /** As machines and platforms do: without a word. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async #ask(request: ReporterRequest, expected: string): Promise<void> {
    const id = this.#asked++;
    const done = new Promise<Error | undefined>((resolve) => this.#pending.set(id, resolve));
    this.#child.send({ id, ...request });
    const error = await this.#patience.settled(promises.settles, done, expected);
    if (error !== undefined) throw error;
  }

  #answered({ id, error }: ReporterAnswer): void {
    this.#pending.get(id)?.(error === undefined ? undefined : new Error(error));
    this.#pending.delete(id);
  }

  #failAll(): void {
    for (const settle of this.#pending.values()) settle(new Error('The process of the reporter has ended.'));
    this.#pending.clear();
  }
}
