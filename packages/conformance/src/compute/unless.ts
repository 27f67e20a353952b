import type { ActivationBackend, ComputeBackend, JobBackend } from '@lithops/core/spec';
import type { Unless } from './promised.js';

/** Why some do not promise it: what of the declared says so. */

export const takesActivations: Unless = ({ dispatch }) =>
  dispatch === 'activation' ? undefined : `dispatch is '${dispatch}', it has no invoke`;

export const takesJobs: Unless = ({ dispatch }) =>
  dispatch === 'job' ? undefined : `dispatch is '${dispatch}', it has no submit`;

export const repliesInline: Unless = ({ capabilities: { replies } }) =>
  replies.includes('inline') ? undefined : `capabilities.replies is ${list(replies)}, without 'inline'`;

export const repliesNone: Unless = ({ capabilities: { replies } }) =>
  replies.includes('none') ? undefined : `capabilities.replies is ${list(replies)}, without 'none'`;

/** Of what became of a worker: by a reply, or by the handle of a job. */
export const tellsOfDeaths: Unless = (backend) =>
  backend.dispatch === 'job' || repliesInline(backend) === undefined
    ? undefined
    : `capabilities.replies is ${list(backend.capabilities.replies)}: nobody tells what became of a worker`;

export const streams: Unless = ({ capabilities: { streamsReplies } }) =>
  streamsReplies === true ? undefined : 'capabilities.streamsReplies is not true';

export const keepsLogs: Unless = ({ capabilities: { logs } }) =>
  logs ? undefined : 'capabilities.logs is false';

export const cancelsRunning: Unless = ({ capabilities: { cancel } }) =>
  cancel === 'running' ? undefined : `capabilities.cancel is '${cancel}'`;

export const cancels: Unless = ({ capabilities: { cancel } }) =>
  cancel !== 'none' ? undefined : "capabilities.cancel is 'none'";

export const leavesRuntimes: Unless = ({ capabilities: { uploadsWorker } }) =>
  uploadsWorker === true
    ? undefined
    : 'capabilities.uploadsWorker is not true, so that nothing is deployed that could be missing';

/** Has an optional method. */
export function has(
  method: 'readLogs' | 'listRuntimes' | 'deleteRuntime' | 'findRuntime' | 'clean' | 'doctor' | 'price',
): Unless {
  return (backend) => (backend[method] === undefined ? `it has no ${method}` : undefined);
}

/** Both, in that order. */
export function both(...all: readonly Unless[]): Unless {
  return (backend) => all.map((unless) => unless(backend)).find((why) => why !== undefined);
}

/** For tests that run only where it is one. */
export function asActivations(backend: ComputeBackend): ActivationBackend {
  if (backend.dispatch === 'activation') return backend;
  throw new TypeError(`Expected a backend with invoke, got one with dispatch '${backend.dispatch}'.`);
}

export function asJobs(backend: ComputeBackend): JobBackend {
  if (backend.dispatch === 'job') return backend;
  throw new TypeError(`Expected a backend with submit, got one with dispatch '${backend.dispatch}'.`);
}

function list(replies: readonly string[]): string {
  return `[${replies.map((reply) => `'${reply}'`).join(', ')}]`;
}
