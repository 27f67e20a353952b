import { randomUUID } from 'node:crypto';
import type { S3Credentials, S3Server } from '../s3/s3-server.js';
import { type CephUserOptions, createUser } from './ceph-users.js';
import { Cluster } from './cluster.js';
import { DaemonEnded } from './daemon.js';
import { freePort } from './ports.js';

/** How a cluster is started. */
export interface CephOptions {
  /** What all objects together may take; they lie in memory. Default: 8 GiB. */
  readonly sizeBytes?: number | undefined;
  /** How long it may take to start, milliseconds. It takes one second on a machine with nothing else to do. Default: 120,000. */
  readonly startTimeoutMs?: number | undefined;
  /** Picks a loopback port. Default: one that the system says is free. */
  readonly pickPort?: (() => Promise<number>) | undefined;
}

/** A running cluster with an S3 gateway. */
export interface Ceph extends S3Server, AsyncDisposable {
  readonly stranger: S3Credentials;
  /** Ids of its server processes. */
  readonly processIds: readonly number[];
  /** Makes another user. @param name new in this cluster */
  createUser(name: string, options?: CephUserOptions): Promise<S3Credentials>;
  /** Ends its processes and no others, and removes what they wrote. */
  stop(): Promise<void>;
}

/** How often it is tried, on other ports each time: somebody may have been quicker to take those that were free. */
const attempts = 3;
const commandTimeoutMs = 60_000;

/**
 * Starts a one-node Ceph cluster in memory with its S3 gateway on a free loopback port. It ends by `stop()`, and whenever and
 * however this process ends; it does not keep the process alive.
 *
 * @throws DaemonEnded when one of its processes keeps ending, with the end of its log; Error when it takes too long
 * @example
 * await using ceph = await startCeph();
 * const client = new S3Client({ ...ceph, forcePathStyle: true });
 */
export async function startCeph(options: CephOptions = {}): Promise<Ceph> {
  const deadline = AbortSignal.timeout(options.startTimeoutMs ?? 120_000);
  const cluster = await startOnFreePorts(options, deadline);
  try {
    const credentials = await createUser(cluster.commands, deadline, 'tester');
    const stranger = await createUser(cluster.commands, deadline, 'stranger', { mayMakeBuckets: false });
    return ceph(cluster, credentials, stranger);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function startOnFreePorts(options: CephOptions, deadline: AbortSignal): Promise<Cluster> {
  const { sizeBytes = 8 * 2 ** 30, pickPort = freePort } = options;
  for (let attempt = 1; ; attempt += 1) {
    const [monitorPort, gatewayPort] = [await pickPort(), await pickPort()];
    try {
      return await Cluster.start({ clusterId: randomUUID(), monitorPort, gatewayPort, sizeBytes }, deadline);
    } catch (error) {
      // Not all of them get to say, before they end, that it was for the port.
      if (!(error instanceof DaemonEnded) || attempt === attempts) throw error;
    }
  }
}

function ceph(cluster: Cluster, credentials: S3Credentials, stranger: S3Credentials): Ceph {
  return {
    endpoint: cluster.endpoint,
    region: 'us-east-1',
    credentials,
    stranger,
    processIds: cluster.processIds,
    createUser: (name, options) =>
      createUser(cluster.commands, AbortSignal.timeout(commandTimeoutMs), name, options),
    stop: () => cluster.stop(),
    [Symbol.asyncDispose]: () => cluster.stop(),
  };
}
