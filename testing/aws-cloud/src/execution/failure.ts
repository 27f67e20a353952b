import { isRecord } from '../service/json-body.js';
import type { HostEnd } from './host.js';
import type { ErrorReport } from './invocation.js';
import type { RuntimeEvent } from './runtime-event.js';

/** Why an invocation has failed: what the client gets, and what the log says of it. */
export interface Failure {
  readonly report: Buffer;
  readonly status: 'error' | 'timeout';
  readonly errorType: string;
  /** Nothing when the runtime has logged it itself. */
  readonly lines: readonly string[];
}

const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

/** `undefined` when this event is no failure. */
export function failureOf(event: RuntimeEvent, requestId: string, timeoutMs: number): Failure | undefined {
  switch (event.kind) {
    case 'ready':
    case 'answered':
      return undefined;
    case 'initError':
    case 'reported':
      return { report: event.report, status: 'error', errorType: errorTypeIn(event.report), lines: [] };
    case 'answerTooLarge':
      return failure(
        'Function.ResponseSizeTooLarge',
        'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      );
    case 'timedOut': {
      const message = `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`;
      return {
        ...failure('Sandbox.Timedout', `RequestId: ${requestId} Error: ${message}`),
        status: 'timeout',
        lines: [`${new Date().toISOString()} ${requestId} ${message}`, ''],
      };
    }
    case 'ended': {
      const message = `RequestId: ${requestId} Error: Runtime exited ${reasonOf(event.end)}`;
      const logged = { ...failure('Runtime.ExitError', message), lines: [message, 'Runtime.ExitError'] };
      return event.end.outOfMemory === true ? { ...logged, errorType: 'Runtime.OutOfMemory' } : logged;
    }
  }
}

function failure(errorType: string, errorMessage: string): Failure {
  const report: ErrorReport = { errorType, errorMessage };
  return { report: Buffer.from(JSON.stringify(report)), status: 'error', errorType, lines: [] };
}

function reasonOf({ code, signal }: HostEnd): string {
  if (signal !== null) return `with error: signal: ${signalNames[signal] ?? signal}`;
  return code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
}

function errorTypeIn(report: Buffer): string {
  try {
    const value: unknown = JSON.parse(report.toString('utf8'));
    if (isRecord(value) && typeof value['errorType'] === 'string') return value['errorType'];
    return 'Runtime.Unknown';
  } catch (error) {
    // Runtimes may report whatever they like: that it is no JSON is no fault of ours.
    if (error instanceof SyntaxError) return 'Runtime.Unknown';
    throw error;
  }
}
