import { CallError, isLithopsError, placeAt, placeWith } from '../errors/index.js';
import { formatCallId } from '../storage/key-layout.js';
import { isErrorLike, messageOf } from '../util/thrown.js';
import type { Job } from './job.js';
import type { JobDefinition } from './job-definition.js';

/**
 * Whatever a call failed with, as a {@link CallError}: one of ours as it is, anything the function threw as the `cause`
 * of `LITHOPS_CALL_FAILED`.
 */
export function callErrorOf(
  reason: unknown,
  call: { readonly index: number; readonly attempt: number },
): CallError {
  if (reason instanceof CallError) return reason;
  const { index, attempt } = call;
  const message = messageOf(reason);
  return new CallError({
    code: 'LITHOPS_CALL_FAILED',
    message: `Call ${index} failed: ${message}`,
    cause: reason,
    isRetryable: true,
    callId: formatCallId(index),
    index,
    attempt,
  });
}

/** The frames of the user's own code: what the worker's machinery adds below them says nothing to a user. */
export function userFrames(stack: string): string {
  const lines = stack.split('\n');
  const end = lines.findIndex((line) => /^\s+at .*\blithopsCall(Result)?\b/.test(line));
  return end < 0 ? stack : lines.slice(0, end).join('\n');
}

/** Lets an error of ours that a call ended with name where the program began it; of a value that cannot travel also whose it is. */
export function placeFailure({ definition, name }: Job, index: number, reason: unknown): void {
  const isValue = isLithopsError(reason, 'LITHOPS_VALUE') && !(reason instanceof CallError);
  placeAt(definition.site, reason, isValue ? `\n    at call ${formatCallId(index)} of ${name}` : '');
}

/** Where a call ran. */
export interface RanAt {
  readonly jobName: string;
  readonly index: number;
  readonly attempt: number;
  readonly worker: string;
}

/**
 * Lets what a function threw, and its causes, show the program's own files and lines instead of the worker's, then the call,
 * then where the program began it.
 */
export function placeThrown(
  thrown: unknown,
  { code, site }: Pick<JobDefinition, 'code' | 'site'>,
  { jobName, index, attempt, worker }: RanAt,
): void {
  const call = `\n    at call ${formatCallId(index)} of ${jobName} (attempt ${attempt}, worker ${worker})`;
  place(thrown, (stack) => code.mapStack(userFrames(stack)), `${call}${site?.frames ?? ''}`, new Set());
}

function place(thrown: unknown, mapped: (stack: string) => string, after: string, seen: Set<unknown>): void {
  if (!isErrorLike(thrown) || seen.has(thrown)) return;
  seen.add(thrown);
  if (typeof thrown.stack === 'string') placeWith(thrown, mapped(thrown.stack) + after);
  const { cause, errors } = thrown as { readonly cause?: unknown; readonly errors?: unknown };
  for (const inner of [cause, ...(Array.isArray(errors) ? errors : [])]) place(inner, mapped, '', seen);
}
