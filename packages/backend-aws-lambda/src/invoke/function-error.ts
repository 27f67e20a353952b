import { TransportError } from '@lithops/core/spec';
import { RETIRED } from './invocation.js';
import { reportLineOf } from './report-line.js';

/** What Lambda says of a function that did not answer. */
export interface FunctionEnd {
  readonly requestId: string;
  /** The answer's payload: JSON with the runtime's own words. */
  readonly payload: string;
  /** Last 4 kB of the log. */
  readonly logTail: string;
  /** What the request costs all the same, US dollars. */
  readonly usd?: number | undefined;
}

/** Errors of a function that cannot even be loaded: it would be the same each time. */
const unloadable = new Set([
  'Runtime.HandlerNotFound',
  'Runtime.ImportModuleError',
  'Runtime.InvalidEntrypoint',
  'Runtime.MalformedHandlerName',
  'Runtime.UserCodeSyntaxError',
]);

/** The service's own line for a start that failed, and so did the second one, for which an event has waited. */
const endedAtStart = /^INIT_REPORT [^\n]*\tPhase: invoke\tStatus: (?!success)/m;

/** Why a function did not answer, by the fields that the service itself has written. */
export function functionError({ requestId, payload, logTail, usd }: FunctionEnd): TransportError {
  const { errorType, errorMessage } = parse(payload);
  const report = reportLineOf(logTail, requestId);
  const what = errorMessage ?? errorType ?? 'no reason';
  const make = (kind: TransportError['kind'], text: string): TransportError =>
    new TransportError(kind, `${text} (request ${requestId}).`, { logTail, requestId, usd });
  // Before all else: the memory that is reported is that of the calls before.
  if (logTail.includes(`${RETIRED} ${requestId}\n`))
    return make('unavailable', 'The process was at its end and began nothing');
  if (errorType === 'Sandbox.Timedout' || report.status === 'timeout' || isTimeOut(errorType, errorMessage))
    return make('timed-out', `The function was ended at its time limit: ${what}`);
  const isFull =
    report.usedMb !== undefined && report.limitMb !== undefined && report.usedMb >= report.limitMb;
  if (
    errorType === 'Runtime.OutOfMemory' ||
    report.errorType === 'Runtime.OutOfMemory' ||
    (errorType === 'Runtime.ExitError' && isFull)
  )
    return make(
      'out-of-memory',
      `The function used all of its ${report.limitMb ?? ''} MB of memory: ${what}`,
    );
  if ((errorType !== undefined && unloadable.has(errorType)) || endedAtStart.test(logTail))
    return make(
      'rejected',
      `The function ends while it starts, before any call; look at "env_vars", such as NODE_OPTIONS, and at its log: ${what}`,
    );
  return make('lost', `The function ended without an answer: ${what}`);
}

/** Older runtimes give no type; what user code throws always has one. */
function isTimeOut(errorType: string | undefined, message: string | undefined): boolean {
  return errorType === undefined && /Task timed out after [\d.]+ seconds$/.test(message ?? '');
}

function parse(payload: string): {
  readonly errorType?: string | undefined;
  readonly errorMessage?: string | undefined;
} {
  const parsed: unknown = jsonOf(payload);
  if (typeof parsed !== 'object' || parsed === null) return {};
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(parsed, name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { errorType: text('errorType'), errorMessage: text('errorMessage') };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
