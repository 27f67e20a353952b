import { formatCallId, jobName } from '../storage/key-layout.js';
import { isErrorLike, shown } from '../util/thrown.js';
import { type CurrentCall, currentCall } from './current-call.js';
import { retire } from './retirement.js';

/** Calls that run and can be failed from outside. */
const running = new WeakMap<CurrentCall, (error: unknown) => void>();

/** Lets errors that nobody awaits fail the call that caused them. @returns ends that */
export function whileRunning(call: CurrentCall, fail: (error: unknown) => void): () => void {
  running.set(call, fail);
  return () => running.delete(call);
}

/**
 * Takes what user code throws where nobody awaits it: in a timer, in a rejection without a handler. It belongs to the call
 * that it came from, however late. While that runs, it fails; once it has ended, a warning says so, and the process takes no
 * more work than the call it has: what other code may have been left half done, nobody knows.
 *
 * @param onLate told of an error whose call has ended, in words for the user
 */
export function attributeStrayErrors(onLate: (warning: string) => void): void {
  const take = (error: unknown): void => {
    const call = currentCall();
    const fail = call && running.get(call);
    if (fail !== undefined) {
      fail(error);
      return;
    }
    retire();
    onLate(`${originOf(call)} failed after it had ended: ${wordsOf(error)}`);
  };
  process.on('uncaughtException', take);
  process.on('unhandledRejection', take);
  const { queueMicrotask } = globalThis;
  // Node.js 20 tells of what is thrown there when its origin is forgotten.
  globalThis.queueMicrotask = (callback) =>
    queueMicrotask(() => {
      try {
        callback();
      } catch (error) {
        take(error);
      }
    });
}

function originOf(call: CurrentCall | undefined): string {
  if (call === undefined) return 'Something in a worker process';
  return `Something that call ${formatCallId(call.index)} of ${jobName(call)} left behind`;
}

function wordsOf(error: unknown): string {
  return isErrorLike(error) ? (error.stack ?? error.message) : shown(error);
}
