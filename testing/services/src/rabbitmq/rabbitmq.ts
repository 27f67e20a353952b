import { readFile } from 'node:fs/promises';
import { DaemonEnded } from '../ceph/daemon.js';
import { freePort } from '../ceph/ports.js';
import { Scratch } from '../scratch/scratch.js';
import { makeCertificates } from './certificates.js';
import { type BrokerUser, definitions } from './definitions.js';
import { BrokerNode } from './node.js';
import type { RabbitmqServer } from './rabbitmq-server.js';

/** A broker with its disk in a temporary folder. */
export interface Rabbitmq extends RabbitmqServer, AsyncDisposable {
  /** Ids of the server processes. */
  readonly processIds: readonly number[];
  /** Ends the broker and leaves its disk. @param how @default 'SIGTERM' */
  halt(how?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again on the same ports, with what its disk has. */
  resume(): Promise<void>;
  /** Ends it for good and removes what it wrote. */
  stop(): Promise<void>;
}

const START_MS = 120_000;
/** How often it is tried, on other ports each time: somebody may have been quicker to take those that were free. */
const ATTEMPTS = 3;

const VHOST = 'lithops test';
const tester: BrokerUser = {
  name: 'tester',
  password: 'p@ss/word#1',
  rights: { configure: '.*', write: '.*', read: '.*' },
};
/** With the least rights that the documentation names. */
const least: BrokerUser = {
  name: 'least',
  password: 'least-password',
  rights: { configure: '^lithops-', write: '^(lithops-.*|amq\\.default)$', read: '^lithops-' },
};
const stranger: BrokerUser = { name: 'stranger', password: 'stranger-password', rights: undefined };
const idle: BrokerUser = {
  name: 'idle',
  password: 'idle-password',
  rights: { configure: '^$', write: '^$', read: '^$' },
};

/**
 * Starts a RabbitMQ broker on free loopback ports, with and without TLS. It ends by `stop()`, and whenever and however this
 * process ends; it does not keep the process alive.
 *
 * @throws DaemonEnded when it keeps ending, with the end of its log
 */
export async function startRabbitmq(): Promise<Rabbitmq> {
  for (let attempt = 1; ; attempt++) {
    const scratch = await Scratch.open('lithops-rabbitmq');
    try {
      return await start(scratch);
    } catch (error) {
      await scratch.end();
      if (!(error instanceof DaemonEnded) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function start(scratch: Scratch): Promise<Rabbitmq> {
  const ports = {
    amqp: await freePort(),
    amqps: await freePort(),
    distribution: await freePort(),
    names: await freePort(),
  };
  const node = new BrokerNode(scratch, ports);
  const certificates = await makeCertificates(scratch);
  await node.configure(definitions(['/', VHOST], [tester, least, stranger, idle]), certificates);
  await node.start(AbortSignal.timeout(START_MS));
  const urlOf = ({ name, password }: BrokerUser, scheme = 'amqp', port = ports.amqp): string =>
    `${scheme}://${name}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(VHOST)}`;
  const stop = async (): Promise<void> => {
    await node.end('SIGKILL');
    await scratch.end();
  };
  return {
    url: urlOf(tester),
    secureUrl: urlOf(tester, 'amqps', ports.amqps),
    ca: await readFile(certificates.ca, 'utf8'),
    password: tester.password,
    users: { least: urlOf(least), stranger: urlOf(stranger), idle: urlOf(idle) },
    get processIds() {
      return node.processIds;
    },
    halt: (how = 'SIGTERM') => node.end(how),
    resume: () => node.start(AbortSignal.timeout(START_MS)),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
