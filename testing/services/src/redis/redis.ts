import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Daemon, DaemonEnded } from '../ceph/daemon.js';
import { freePort } from '../ceph/ports.js';
import { Scratch } from '../scratch/scratch.js';
import { expectRedis } from './expect-redis.js';
import type { RedisServer } from './redis-server.js';

/** A server with everything in memory and its log in a temporary folder. */
export interface Redis extends RedisServer, AsyncDisposable {
  /** Ids of the server processes. */
  readonly processIds: readonly number[];
  /** Ends it and removes what it wrote. */
  stop(): Promise<void>;
}

const START_MS = 30_000;
/** How often it is tried, on another port each time: somebody may have been quicker to take one that was free. */
const ATTEMPTS = 3;
const PASSWORD = 'redis-password';

/**
 * Starts a Redis server on a free loopback port. It ends by `stop()`, and whenever and however this process ends; it does not
 * keep the process alive.
 *
 * @throws DaemonEnded when it keeps ending, with the end of its log
 */
export async function startRedis(): Promise<Redis> {
  for (let attempt = 1; ; attempt++) {
    const scratch = await Scratch.open('lithops-redis');
    try {
      return await start(scratch);
    } catch (error) {
      await scratch.end();
      if (!(error instanceof DaemonEnded) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function start(scratch: Scratch): Promise<Redis> {
  const port = await freePort();
  await writeFile(scratch.path('redis.conf'), `${configuration(port, scratch.folder).join('\n')}\n`);
  const daemon = await Daemon.start(scratch, 'redis', 'redis-server', [scratch.path('redis.conf')]);
  await ready(daemon, port, AbortSignal.timeout(START_MS));
  const stop = async (): Promise<void> => {
    daemon.signal('SIGTERM');
    await daemon.ended();
    await scratch.end();
  };
  return {
    url: `redis://:${PASSWORD}@127.0.0.1:${port}`,
    password: PASSWORD,
    processIds: daemon.pid === undefined ? [] : [daemon.pid],
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function configuration(port: number, folder: string): readonly string[] {
  return [
    `port ${port}`,
    'bind 127.0.0.1',
    `requirepass ${PASSWORD}`,
    `dir ${folder}`,
    // In memory only: what is stored need not outlive the tests.
    'save ""',
    'appendonly no',
  ];
}

async function ready(daemon: Daemon, port: number, deadline: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([deadline, daemon.end]);
  for (;;) {
    try {
      return await expectRedis(port, PASSWORD, signal);
    } catch (error) {
      await daemon.expectAlive();
      if (deadline.aborted) throw new Error('Expected Redis to have started by now.', { cause: error });
      await pause(20);
    }
  }
}
