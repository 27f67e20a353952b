import { processWide } from '../util/process-wide.js';
import type { JobProgress } from './options.js';
import { ProgressTerminal, type TerminalStream } from './progress-terminal.js';
import { endText, progressText } from './progress-text.js';

const REDRAW_MS = 100;
/** Jobs that end sooner are not worth a flicker, milliseconds. */
const PATIENCE_MS = 400;
const MAX_LINES = 4;

interface Followed {
  readonly progress: () => JobProgress;
  readonly beganMs: number;
  wasShown: boolean;
}

/**
 * A line for each running job at the bottom of the terminal, the first four. The terminal is touched only while there is
 * something to show; a job that was shown leaves one line that says what it came to.
 */
export class ProgressBar {
  readonly #streams: readonly [TerminalStream, ...TerminalStream[]];
  readonly #jobs = new Set<Followed>();
  #terminal: ProgressTerminal | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #onExit = (): void => this.#end();

  constructor(streams: readonly [TerminalStream, ...TerminalStream[]]) {
    this.#streams = streams;
  }

  /** @returns to be called when the job has ended */
  follow(progress: () => JobProgress): () => void {
    const followed: Followed = { progress, beganMs: performance.now(), wasShown: false };
    this.#jobs.add(followed);
    // Nobody waits for a bar.
    this.#timer ??= setInterval(() => this.#draw(), REDRAW_MS).unref();
    return () => this.#ended(followed);
  }

  #ended(followed: Followed): void {
    if (!this.#jobs.delete(followed)) return;
    if (followed.wasShown) {
      this.#terminal?.print(endText(followed.progress(), performance.now() - followed.beganMs));
    }
    if (this.#jobs.size === 0) this.#end();
    else if (this.#terminal !== undefined) this.#draw();
  }

  #draw(): void {
    const nowMs = performance.now();
    const due = [...this.#jobs].filter(({ beganMs }) => nowMs - beganMs >= PATIENCE_MS);
    if (due.length === 0) return;
    const terminal = this.#begin();
    const shown = due.slice(0, MAX_LINES);
    const lines = shown.map((job) => {
      job.wasShown = true;
      return progressText(job.progress(), nowMs - job.beganMs, terminal.columns - 1);
    });
    const more = due.length - shown.length;
    terminal.draw(more === 0 ? lines : [...lines, `… and ${more} more jobs`]);
  }

  #begin(): ProgressTerminal {
    if (this.#terminal === undefined) {
      this.#terminal = new ProgressTerminal(this.#streams);
      process.on('exit', this.#onExit);
    }
    return this.#terminal;
  }

  #end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#terminal?.close();
    this.#terminal = undefined;
    process.off('exit', this.#onExit);
  }
}

/** The one of this process: two would draw over each other. */
export function sharedProgressBar(): ProgressBar {
  return processWide('progress-bar', () => new ProgressBar([process.stderr, process.stdout]));
}
