import { LithopsError } from '../errors/lithops-error.js';
import type { Job } from '../job/job.js';

export function cancelled(job: Job): (index: number) => unknown {
  return (index) => job.error(index, 'LITHOPS_CANCELLED', `Call ${index} of ${job.name} was cancelled.`);
}

export function closedTooEarly(job: Job, running: number): (index: number) => unknown {
  const message = `The executor was closed while ${running} calls ran: did you mean \`return await\`?`;
  return (index) => job.error(index, 'LITHOPS_CANCELLED', message);
}

export function persistedInCall(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message:
      'Expected persisted jobs to be begun by the program, got one begun inside a call. Leave persist and jobKey out here: ' +
      'the job that the call belongs to is persisted, and runs the call again if it has not ended.',
  });
}

export function closed(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_EXECUTOR_CLOSED',
    message: 'Expected an open executor, got one that was closed. Make a new FunctionExecutor.',
  });
}

export function noPlots(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_PLUGIN_NOT_FOUND',
    message: 'Plots are drawn by a package of their own. Install it: npm i @lithops/plots',
  });
}

export function noLogs(backend: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `The backend ${backend} keeps no logs of its workers: they write to this program's own output.`,
  });
}

export function noPackages(backend: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `Expected a backend that says which system its workers run on (\`workerPlatform\` in its capabilities), because "packages" are installed for it; ${backend} says nothing. Leave "packages" out, or use a runtime that has them.`,
  });
}
