/**
 * What a worker process runs (see worker-start.ts): frames in, one activation at a time, frames out. This is the user
 * thread; another one watches it (see watch.ts). Its only argument is the memory limit in MB, 0 for none.
 */
import { Socket } from 'node:net';
import { keepCompiled } from '../util/compiled/require-compiled.js';
import { acceptMonitor } from '../worker/monitor-registry.js';
import { failedReply } from '../worker/read-payload.js';
import { retire } from '../worker/retirement.js';
import { flushOutcomes, runActivation } from '../worker/run-activation.js';
import { makeHost } from '../worker/standard-host.js';
import { acceptStore } from '../worker/storage-registry.js';
import { attributeStrayErrors } from '../worker/stray-errors.js';
import { warmUp } from '../worker/warm-up.js';
import type { WorkerHost } from '../worker/worker-host.js';
import { CallOutputs } from './call-output.js';
import { CallWatch } from './call-watch.js';
import { Channel } from './channel.js';
import { decodeHalf, encodeFailure, encodeOutput } from './frame-bodies.js';
import { type Frame, NO_BODY } from './frames.js';
import { onInterrupt } from './interrupt.js';
import { ParentBackend, parentPlugin } from './parent-backend.js';
import { WORKER_FDS } from './worker-fds.js';

// User code may put others in their place, and may spoil what an answer is made with.
const [exit, kill] = [process.exit.bind(process), process.kill.bind(process, process.pid)];
const unableToTell = failedReply(
  new Error(
    'A worker process could not tell what its calls came to. Does the function, or what it imports, change built-ins of JavaScript?',
  ),
);

// Ctrl-C reaches the whole process group: the client decides what becomes of its workers.
process.on('SIGINT', () => undefined);

const watch = new CallWatch(Number(process.argv[2] ?? 0));
const channel = new Channel(new Socket({ fd: WORKER_FDS.data }), take, () => exit(0));
const parent = new ParentBackend(channel);
const outputs = new CallOutputs((call, stream, bytes) => {
  const id = activations.get(call.host) ?? 0;
  send({ type: 'output', id, body: encodeOutput({ index: call.index, stream, bytes }) });
});
const host: WorkerHost = {
  ...makeHost(() => parentPlugin(parent)),
  callEnded: (call) => outputs.end(call),
};
/** Each has a host of its own, by which its calls are known later. */
const activations = new WeakMap<WorkerHost, number>();
/** Aborts what runs; `undefined`: nothing does. */
let running: AbortController | undefined;
let isEnding = false;

outputs.listen();
onInterrupt(() => {
  flushOutcomes();
  // Behind a first line, this function and the expression that called it: where the thread was.
  return new Error().stack?.split('\n').slice(3).join('\n') ?? '';
});
attributeStrayErrors((warning) => {
  send({ type: 'warning', id: 0, body: new Uint8Array(Buffer.from(warning)) });
  if (running === undefined) send({ type: 'retire', id: 0, body: NO_BODY });
});
// `process.exit` inside a call: what other calls of the chunk have come to must not be lost with it.
process.on('exit', () => {
  isEnding = true;
  flushOutcomes();
});

// A process whose heap is full ends in the same way: the client could not tell them apart.
const { abort: abortProcess } = process;
process.abort = () => {
  isEnding = true;
  flushOutcomes();
  const message = `Worker process ${process.pid} was ended by process.abort().`;
  const call = watch.running;
  const body = encodeFailure({ kind: 'lost', message, running: call && { position: call.position } });
  send({ type: 'failure', id: call?.id ?? 0, body });
  return Reflect.apply(abortProcess, process, []);
};

// Meanwhile the client takes its first function apart.
setImmediate(warmUp);

function send(frame: Frame): void {
  if (isEnding) channel.sendNow(WORKER_FDS.data, frame);
  else channel.send(frame);
}

function take(frame: Frame): void {
  if (frame.type === 'invoke') void answer(frame);
  else if (frame.type === 'cancel') running?.abort();
  else if (frame.type === 'storage') acceptStore(decodeHalf(frame.body));
  else if (frame.type === 'monitor') acceptMonitor(decodeHalf(frame.body));
  else parent.take(frame);
}

/** Nobody would hear of what goes wrong in this: the process ends with it. */
async function answer(frame: Frame): Promise<void> {
  try {
    await run(frame);
  } catch {
    try {
      channel.sendNow(WORKER_FDS.data, { type: 'last-reply', id: frame.id, body: unableToTell });
    } finally {
      kill('SIGKILL');
    }
  }
}

async function run({ id, body }: Frame): Promise<void> {
  const abort = new AbortController();
  running = abort;
  const own = { ...host };
  activations.set(own, id);
  const onPart = (part: Uint8Array<ArrayBuffer>): void => send({ type: 'part', id, body: part });
  let isLast = false;
  const reply = await runActivation(body, {
    onPart,
    onTainted: () => {
      isLast = true;
    },
    host: own,
    claims: watch.over(id),
    signal: abort.signal,
  });
  running = undefined;
  // Before the reply: a short program ends this process as soon as it has that.
  keepCompiled();
  channel.send({ type: isLast ? 'last-reply' : 'reply', id, body: reply });
  watch.rest();
  if (!isLast) return;
  retire();
  await channel.flushed();
  exit(0);
}
