/** Entry of the thread that looks after a worker process: see {@link Watch}. */
import { Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { monotonicMs } from '../util/monotonic-ms.js';
import { Channel } from './channel.js';
import { interruptUserThread } from './interrupt.js';
import { BEAT_MS, Watch } from './watch.js';
import { WatchedCalls } from './watched-calls.js';
import { WORKER_FDS } from './worker-fds.js';

/** What the user thread gives this one. */
export interface WatchData {
  readonly calls: SharedArrayBuffer;
  readonly memoryBytes: number;
}

const { calls: shared, memoryBytes }: WatchData = workerData;
const calls = new WatchedCalls(shared);
const end = (): void => void process.kill(process.pid, 'SIGKILL');
// The client is gone, however it went: there is nobody to work for.
const channel = new Channel(new Socket({ fd: WORKER_FDS.control }), () => undefined, end);
const watch = new Watch(calls, memoryBytes, {
  send: (frame) => channel.send(frame),
  interrupt: interruptUserThread,
  residentBytes: () => process.memoryUsage.rss(),
  die: (frame) => {
    channel.sendNow(WORKER_FDS.control, frame);
    end();
  },
  nowMs: monotonicMs,
});

let timer: NodeJS.Timeout | undefined;

function look(): void {
  clearTimeout(timer);
  calls.sleep(false);
  // Whoever begins a call wakes it; only that an activation takes long before or after its calls, nobody tells.
  timer = setTimeout(look, watch.look() ?? lookAsleep() ?? BEAT_MS);
}

/** The user thread may have begun a call before it could see that nobody looks. */
function lookAsleep(): number | undefined {
  calls.sleep(true);
  return watch.look();
}

parentPort?.on('message', look);
look();
