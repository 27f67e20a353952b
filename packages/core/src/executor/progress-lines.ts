import type { JobProgress } from './options.js';
import type { TerminalStream } from './progress-terminal.js';
import { duration } from './progress-text.js';

const INTERVAL_MS = 5_000;

/** Progress where there is no terminal: plain lines, every five seconds and at the end. */
export class ProgressLines {
  readonly #stream: Pick<TerminalStream, 'write'>;

  constructor(stream: Pick<TerminalStream, 'write'>) {
    this.#stream = stream;
  }

  /** @returns to be called when the job has ended */
  follow(progress: () => JobProgress): () => void {
    const beganMs = performance.now();
    const tell = (): void => {
      this.#stream.write(`${lineOf(progress(), performance.now() - beganMs)}\n`);
    };
    const timer = setInterval(tell, INTERVAL_MS).unref();
    return () => {
      clearInterval(timer);
      tell();
    };
  }
}

function lineOf({ jobId, done, failed, running, total }: JobProgress, elapsedMs: number): string {
  const of = total === undefined ? '' : ` of ${total}`;
  return `${jobId}: ${done}${of} calls done, ${failed} failed, ${running} running, ${duration(elapsedMs)}`;
}
