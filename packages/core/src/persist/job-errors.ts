import type { CapsuleParts } from '@lithops/closure';
import { LithopsError } from '../errors/index.js';
import { messageOf } from '../util/thrown.js';

export function jobNotFound(name: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_JOB_NOT_FOUND',
    message: `Expected a persisted job ${name} in this bucket, got none: its results were read, it was cleaned, or it lies elsewhere. \`lithops job list\` shows what is there.`,
  });
}

/** Which function came instead of the one that the job is of. */
export interface Difference {
  readonly functionName: string;
  readonly stored: CapsuleParts;
  readonly given: CapsuleParts;
}

export function functionDiffers(
  name: string,
  jobKey: string | undefined,
  difference: Difference,
): LithopsError {
  const what = `the function that it was begun with (${difference.functionName}), got another one: ${whatDiffers(difference)}`;
  if (jobKey !== undefined)
    return keyConflict(
      name,
      jobKey,
      `Expected ${what} A new job needs a new key, or clean({ jobId: '${name}' }).`,
    );
  return new LithopsError({ code: 'LITHOPS_JOB_MISMATCH', message: `Job ${name} is continued with ${what}` });
}

function whatDiffers({ stored, given }: Difference): string {
  if (stored.code !== given.code)
    return 'its code, or that of a function or class that it uses, was changed.';
  if (stored.packages !== given.packages) return 'its code is the same, but a package that it uses is not.';
  return 'its code is the same, but values that it closes over differ (a date, a random number, a setting?): pass what changes from run to run as part of the items.';
}

export function inputDiffers(name: string, jobKey: string, index: number | undefined): LithopsError {
  const where = index === undefined ? 'fewer items' : `another item ${index}`;
  const fix = `A new job needs a new key, or clean({ jobId: '${name}' }).`;
  return keyConflict(name, jobKey, `Expected the input that it was begun with, got ${where}. ${fix}`);
}

function keyConflict(name: string, jobKey: string, message: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_JOB_KEY_CONFLICT',
    message: `The key "${jobKey}" belongs to job ${name}. ${message}`,
  });
}

export function cannotStore(name: string, cause: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_PERSIST_FAILED',
    message: `The input of job ${name} could not be stored, so nothing more of it is run: ${messageOf(cause)}`,
    cause,
    isRetryable: true,
  });
}

export function wasCancelled(name: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_CANCELLED',
    message: `Job ${name} was cancelled (lithops job cancel). clean({ jobId: '${name}' }) removes what is left of it.`,
  });
}

export function wasTakenOver(name: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_JOB_RUNNING',
    message: `Job ${name} was taken over by another client, because this one had been silent for a minute.`,
  });
}
