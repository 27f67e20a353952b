/** Entry of a localhost worker process: frames in, one activation at a time, frames out. Ends when the pipe does. */
import { Socket } from 'node:net';
import { mustEndProcess } from '../worker/must-end-process.js';
import { flushOutcomes, runActivation } from '../worker/run-activation.js';
import { makeHost } from '../worker/standard-host.js';
import { Channel } from './channel.js';
import type { Frame } from './frames.js';
import { watchForParent } from './orphan-watch.js';
import { ParentBackend, parentPlugin } from './parent-backend.js';

const PIPE_FD = 3;

// Ctrl-C reaches the whole process group: the client decides what becomes of its workers.
process.on('SIGINT', () => undefined);
watchForParent();

const channel = new Channel(new Socket({ fd: PIPE_FD }), take, () => process.exit(0));
const parent = new ParentBackend(channel);
const host = makeHost(parentPlugin(parent));

// `process.exit` inside a call: what other calls of the chunk have come to must not be lost with it.
let isEnding = false;
process.on('exit', () => {
  isEnding = true;
  flushOutcomes();
});

function send(frame: Frame): void {
  if (isEnding) channel.sendNow(PIPE_FD, frame);
  else channel.send(frame);
}

function take(frame: Frame): void {
  if (frame.type === 'invoke') void run(frame);
  else parent.take(frame);
}

async function run({ id, body, deadlineEpochMs }: Frame): Promise<void> {
  const onPart = (part: Uint8Array<ArrayBuffer>): void =>
    send({ type: 'part', id, deadlineEpochMs: 0, body: part });
  const reply = await runActivation(body, { deadlineEpochMs, onPart, host });
  const isLast = mustEndProcess(reply);
  channel.send({ type: isLast ? 'last-reply' : 'reply', id, deadlineEpochMs: 0, body: reply });
  if (!isLast) return;
  await channel.flushed();
  process.exit(0);
}
