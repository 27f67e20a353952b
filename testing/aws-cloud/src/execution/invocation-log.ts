import type { Failure } from './failure.js';
import { latest } from './function-version.js';

/** What a REPORT line says. */
export interface InvocationFigures {
  readonly durationMs: number;
  readonly initMs: number | undefined;
  readonly memoryMb: number;
  readonly peakMemoryMb: number;
  readonly failure: Failure | undefined;
}

/** Takes the lines of one environment to its log stream, and holds those of the invocation that is under way. */
export class InvocationLog {
  readonly #emit: (message: string) => void;
  #held: string[] = [];

  constructor(emit: (message: string) => void) {
    this.#emit = emit;
  }

  line(text: string): void {
    this.#held.push(text);
    this.#emit(text);
  }

  start(requestId: string): void {
    this.line(`START RequestId: ${requestId} Version: ${latest}`);
  }

  initFailed(durationMs: number, phase: 'init' | 'invoke', failure: Failure): void {
    this.line(
      `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}\tStatus: ${failure.status}` +
        `\tError Type: ${failure.errorType}`,
    );
  }

  /** @returns all lines since the last report */
  report(requestId: string, figures: InvocationFigures): string {
    const { durationMs, initMs, memoryMb, peakMemoryMb, failure } = figures;
    for (const line of failure?.lines ?? []) this.line(line);
    this.line(`END RequestId: ${requestId}`);
    const fields = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
      `Memory Size: ${memoryMb} MB`,
      `Max Memory Used: ${peakMemoryMb} MB`,
      ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
      ...(failure === undefined ? [] : [`Status: ${failure.status}`]),
      ...(failure?.status === 'error' ? [`Error Type: ${failure.errorType}`] : []),
    ];
    this.line(`${fields.join('\t')}\t`);
    const log = `${this.#held.join('\n')}\n`;
    this.#held = [];
    return log;
  }
}
