// Runs environments as threads, for the mode in which they share processes.
import { Worker } from 'node:worker_threads';

/** @type {Map<number, Worker>} */
const threads = new Map();
const bootstrap = new URL('bootstrap.mjs', import.meta.url);

/** @param {{ id: number, variables: Record<string, string>, oldSpaceMb: number, semiSpaceMb: number }} order */
function start({ id, variables, oldSpaceMb, semiSpaceMb }) {
  const worker = new Worker(bootstrap, {
    env: variables,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: oldSpaceMb, maxYoungGenerationSizeMb: 2 * semiSpaceMb },
  });
  let outOfMemory = false;
  threads.set(id, worker);
  for (const stream of [worker.stdout, worker.stderr]) forwardLines(id, stream);
  worker.on('error', (error) => {
    if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') outOfMemory = true;
    else tell({ kind: 'line', id, line: String(error.stack) });
  });
  worker.on('exit', (code) => {
    threads.delete(id);
    tell({ kind: 'ended', id, code, outOfMemory });
  });
}

/** @param {number} id @param {import('node:stream').Readable} stream */
function forwardLines(id, stream) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (/** @type {string} */ text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) tell({ kind: 'line', id, line });
  });
  stream.on('end', () => {
    if (rest !== '') tell({ kind: 'line', id, line: rest });
  });
}

/** @param {object} message */
function tell(message) {
  if (process.connected) process.send?.(message);
}

process.on('message', (/** @type {any} */ order) => {
  if (order.kind === 'start') start(order);
  if (order.kind === 'kill') void threads.get(order.id)?.terminate();
});
process.on('disconnect', () => process.exit());
