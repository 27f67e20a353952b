/** What runs in a worker process: all that a backend adds to the worker of `@lithops/core/worker` is how bodies come and go. */
import { mustEndProcess, runActivation } from '@lithops/core/worker';

/** @type {Map<number, AbortController>} */
const running = new Map();

process.on(
  'message',
  (message) => void take(/** @type {import('./worker-process.js').ToWorker} */ (message)),
);
process.on('disconnect', () => process.exit(0));

/** @param {import('./worker-process.js').ToWorker} message */
async function take(message) {
  if (message.type === 'cancel') {
    running.get(message.id)?.abort(new Error('cancelled'));
    return;
  }
  const { id, body, deadlineEpochMs, activation } = message;
  const abort = new AbortController();
  running.set(id, abort);
  const reply = await runActivation(body, { deadlineEpochMs, activation, signal: abort.signal });
  running.delete(id);
  const isLast = mustEndProcess(reply);
  process.send?.({ id, reply, isLast }, () => {
    if (isLast) process.exit(0);
  });
}
