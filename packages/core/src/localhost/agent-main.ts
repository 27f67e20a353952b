/**
 * Entry of an agent: runs activations on worker processes of its own, in whatever box it was started, for a client at the
 * other end of its standard input and output. Its only argument is how many processes may be busy. It lives as long as its
 * input is open.
 */
import { Socket } from 'node:net';
import { Channel } from './channel.js';
import { decodeWork } from './frame-bodies.js';
import { type Frame, type FrameType, NO_BODY } from './frames.js';
import { NestedRequests } from './nested-requests.js';
import { ProcessPool } from './process-pool.js';
import { BEAT_MS } from './watch.js';

const pool = new ProcessPool(
  Number(process.argv[2] ?? 1),
  (text) => say('warning', new Uint8Array(Buffer.from(text))),
  {
    onWritten: async (stream, bytes) => {
      say(stream, bytes);
      // A call that writes faster than the client reads has to wait.
      await channel.flushed();
    },
  },
);
const pipes = {
  input: new Socket({ fd: 0, writable: false }),
  output: new Socket({ fd: 1, readable: false }),
};
const end = (): void => void endAll();
const channel = new Channel(pipes, take, end);
// One turn later: what a call wrote before its end is in another pipe, and read in this one.
const requests = new NestedRequests((frame) => setImmediate(() => channel.send(frame)));
let isEnding = false;

// As process 1 of a container it would not hear of it otherwise.
process.on('SIGTERM', end);
setInterval(() => say('beat', NO_BODY), BEAT_MS);
say('beat', NO_BODY);

function say(type: FrameType, body: Uint8Array<ArrayBuffer>): void {
  channel.send({ type, id: 0, body });
}

function take({ type, id, body }: Frame): void {
  if (type === 'invoke') void pool.serve(requests.open(id, decodeWork(body)));
  else if (type === 'cancel') requests.cancel(id);
}

/** The client is gone, or wants no more. What the processes wrote last is still told. */
async function endAll(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await pool.close();
  await channel.flushed();
  process.exit(0);
}
