import type { CodeSpace } from '@lithops/closure';
import { LithopsError } from '../errors/lithops-error.js';
import { deferred } from '../util/deferred.js';
import { isThenable } from '../util/is-thenable.js';
import { LONGEST_TIMER_MS } from '../util/longest-timer.js';
import type { ActivationPayload, AttemptStats, Failure } from '../wire/index.js';
import { WorkerCallContext } from './call-context.js';
import { asContinuation, type ContinuationRequest } from './continuation.js';
import { type CurrentCall, runAsCall } from './current-call.js';
import { setEnvironment } from './environment.js';
import { LazyAbort } from './lazy-abort.js';
import { beginMeasuring, endMeasuring, type MeasuredCall } from './measured-call.js';
import { openItem } from './open-item.js';
import { clearTimeout, setTimeout } from './own-timers.js';
import { whileRunning } from './stray-errors.js';
import type { WorkerHost } from './worker-host.js';

/** What the function came to, before anything is encoded. */
type Settled = { readonly isStillRunning?: boolean } & Ending;
type Ending =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'continuation'; readonly request: ContinuationRequest }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** What one attempt of a call came to. */
export type CallEnd = Settled & {
  readonly index: number;
  readonly attempt: number;
  readonly stats: AttemptStats;
  /** It was given up on, and something of it may still run: the process can take no more work. */
  readonly isStillRunning: boolean;
};

export interface CallTask {
  readonly payload: ActivationPayload;
  readonly host: WorkerHost;
  readonly code: CodeSpace;
  readonly run: (item: unknown, context: WorkerCallContext) => unknown;
  readonly index: number;
  readonly attempt: number;
  readonly item: unknown;
  /** Aborted when the client gives the call up. */
  readonly signal: AbortSignal;
  /** When it begins, by `monotonicMs`. */
  readonly startedMs: number;
}

/** `ctx.signal` is aborted this long before the limit, but never before nine tenths of it. */
const SOFT_MARGIN_MS = 1000;

/** How long a cancelled call that watches its signal may clean up, milliseconds: less than its client waits with killing. */
const CLEAN_UP_MS = 80;

/** Runs the user's function once; gives its end at once unless the function is asynchronous. Never throws or rejects. */
export function runCall(task: CallTask): CallEnd | Promise<CallEnd> {
  const measured = beginMeasuring(task.startedMs);
  const restoreEnvironment = setEnvironment(task.payload.env);
  const call = identityOf(task);
  const finish = (settled: Settled): CallEnd | Promise<CallEnd> => {
    restoreEnvironment();
    const end = toCallEnd(task, settled, measured);
    const isOut = task.host.callEnded?.(call);
    return isThenable(isOut) ? isOut.then(() => end) : end;
  };
  const settled = settle(task, call);
  return isThenable(settled) ? settled.then(finish) : finish(settled);
}

function toCallEnd({ index, attempt }: CallTask, settled: Settled, measured: MeasuredCall): CallEnd {
  const stats = endMeasuring(measured);
  // Spreading takes as long as the rest of a short call.
  if (settled.kind === 'value') {
    return { kind: 'value', value: settled.value, index, attempt, stats, isStillRunning: false };
  }
  return { isStillRunning: false, ...settled, index, attempt, stats };
}

function settle(task: CallTask, call: CurrentCall): Settled | Promise<Settled> {
  const abort = new LazyAbort();
  try {
    const { payload, host, code, index, attempt } = task;
    const { item, object } = openItem(task);
    const context = new WorkerCallContext({ payload, host, code, index, attempt, abort, object });
    const returned = runAsCall(call, () => task.run(item, context));
    const work = asContinuation(returned, code);
    if (work !== undefined) return { kind: 'continuation', request: work };
    return isThenable(returned)
      ? withinLimits(returned, task, call, abort)
      : { kind: 'value', value: returned };
  } catch (error) {
    return { kind: 'error', error };
  }
}

function identityOf({ payload, index, host }: CallTask): CurrentCall {
  const { executorId, jobId, storage, report } = payload;
  const monitoring = report.to === 'reply' ? 'direct' : report.monitor;
  return { executorId, jobId, index, host, storage, monitoring };
}

const CANCELLED: Settled = {
  kind: 'failure',
  failure: { code: 'LITHOPS_CANCELLED', message: 'The call was cancelled.' },
};

/** Waits for an asynchronous function, no longer than its limit and no longer than it is wanted. Never rejects. */
async function withinLimits(
  returned: PromiseLike<unknown>,
  task: CallTask,
  call: CurrentCall,
  abort: LazyAbort,
): Promise<Settled> {
  const timeoutMs = Math.min(task.payload.timeoutMs, LONGEST_TIMER_MS);
  const { promise: given, resolve } = deferred<Settled>();
  const giveUp = (settled: Settled): void => resolve({ ...settled, isStillRunning: true });
  let cleanUp: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    abort.abort(task.signal.reason);
    cleanUp = setTimeout(() => giveUp(CANCELLED), abort.isWatched ? CLEAN_UP_MS : 0);
  };
  const soft = setTimeout(
    () => abort.abort(timeoutOf(timeoutMs)),
    timeoutMs - Math.min(SOFT_MARGIN_MS, timeoutMs / 10),
  );
  const hard = setTimeout(
    () => giveUp({ kind: 'failure', failure: failureOf(timeoutOf(timeoutMs)) }),
    timeoutMs,
  );
  const ended = whileRunning(call, (error) => giveUp({ kind: 'error', error }));
  if (task.signal.aborted) cancel();
  else task.signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([lithopsCallResult(returned, task.code), given]);
  } catch (error) {
    // How it ends when it was told to says nothing about the call.
    return cleanUp === undefined ? { kind: 'error', error } : CANCELLED;
  } finally {
    clearTimeout(soft);
    clearTimeout(hard);
    clearTimeout(cleanUp);
    ended();
    task.signal.removeEventListener('abort', cancel);
  }
}

/** Its name marks where the user's frames end in stacks of asynchronous functions: the client cuts them there. */
async function lithopsCallResult(returned: PromiseLike<unknown>, code: CodeSpace): Promise<Settled> {
  const value = await returned;
  const work = asContinuation(value, code);
  return work === undefined ? { kind: 'value', value } : { kind: 'continuation', request: work };
}

/** An error's message does not survive JSON. */
function failureOf({ code, message }: LithopsError): Failure {
  return { code, message };
}

function timeoutOf(timeoutMs: number): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_TIMEOUT',
    message: `The call took longer than its limit of ${timeoutMs} ms. Raise timeoutMs, or give each call less to do.`,
  });
}
