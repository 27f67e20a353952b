import { Worker } from 'node:worker_threads';

const INTERVAL_MS = 500;

/** Runs beside the user's code, which may block its own thread: a process without its parent has nobody to work for. */
const program = `
const { workerData: parent } = require('node:worker_threads');
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, ${INTERVAL_MS});
`;

/** Ends this process soon after its parent has ended, however that ended and whatever runs here. */
export function watchForParent(): void {
  // The parent may be gone before the thread has started.
  new Worker(program, { eval: true, workerData: process.ppid }).unref();
}
