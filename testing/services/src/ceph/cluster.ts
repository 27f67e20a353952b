import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Scratch } from '../scratch/scratch.js';
import { CephCommands } from './ceph-commands.js';
import { type CephLayout, cephConfiguration, monitorAddress, monitorMap } from './ceph-configuration.js';
import { Daemon } from './daemon.js';
import { expectListener } from './ports.js';

/**
 * The processes of one cluster, started one after the other, each when the one that it needs answers: monitor, object store,
 * gateway.
 */
export class Cluster {
  readonly endpoint: string;
  readonly commands: CephCommands;
  readonly #scratch: Scratch;
  readonly #layout: CephLayout;
  readonly #daemons: Daemon[] = [];

  private constructor(scratch: Scratch, layout: CephLayout) {
    this.#scratch = scratch;
    this.#layout = layout;
    this.endpoint = `http://127.0.0.1:${layout.gatewayPort}`;
    this.commands = new CephCommands(scratch, scratch.path('ceph.conf'));
  }

  /** @throws DaemonEnded when one of the processes ends instead of answering; nothing is left then */
  static async start(layout: CephLayout, deadline: AbortSignal): Promise<Cluster> {
    const scratch = await Scratch.open('lithops-ceph');
    const cluster = new Cluster(scratch, layout);
    try {
      await writeFile(scratch.path('ceph.conf'), cephConfiguration(scratch, layout));
      await cluster.#startMonitor(deadline);
      await cluster.#startObjectStore(deadline);
      await cluster.#startGateway(deadline);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Ids of the server processes. */
  get processIds(): readonly number[] {
    return this.#daemons.flatMap(({ pid }) => pid ?? []);
  }

  /** Ends all processes and removes what they wrote. */
  async stop(): Promise<void> {
    await this.#scratch.end();
    await Promise.all(this.#daemons.map((daemon) => daemon.ended()));
  }

  async #startMonitor(deadline: AbortSignal): Promise<void> {
    const map = monitorMap(this.#scratch);
    const monitor = ['--addv', 'a', monitorAddress(this.#layout)];
    await this.commands.run(
      deadline,
      'monmaptool',
      '--create',
      ...monitor,
      '--fsid',
      this.#layout.clusterId,
      map,
    );
    await mkdir(this.#scratch.path('mon'));
    await this.commands.run(deadline, 'ceph-mon', '--mkfs', '--id', 'a', '--monmap', map);
    await this.#start('ceph-mon', '--id', 'a');
    // Who finds nobody there looks again only after seconds.
    await this.#untilItWorks(deadline, (signal) => expectListener(this.#layout.monitorPort, signal));
  }

  async #startObjectStore(deadline: AbortSignal): Promise<void> {
    const id = randomUUID();
    await mkdir(this.#scratch.path('osd'));
    // The first command that the monitor has to answer.
    await this.#untilItWorks(deadline, (signal) =>
      this.commands.run(signal, 'ceph', '--connect-timeout', '10', 'osd', 'new', id),
    );
    await this.commands.run(deadline, 'ceph-osd', '--mkfs', '--id', '0', '--osd-uuid', id);
    await this.#start('ceph-osd', '--id', '0');
  }

  /** It answers when it has made its pools, for which it waits for the object store. */
  async #startGateway(deadline: AbortSignal): Promise<void> {
    await this.#start('radosgw', '--name', 'client.rgw');
    await this.#untilItWorks(deadline, async (signal) => {
      const response = await fetch(this.endpoint, { signal });
      const text = await response.text();
      if (!response.ok)
        throw new Error(`Expected ${this.endpoint} to answer, got ${response.status}: ${text}`);
    });
  }

  async #start(program: string, ...args: readonly string[]): Promise<void> {
    this.#daemons.push(await Daemon.start(this.#scratch, program, program, this.commands.daemon(...args)));
  }

  async #untilItWorks(
    deadline: AbortSignal,
    attempt: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<void> {
    const signal = AbortSignal.any([deadline, ...this.#daemons.map(({ end }) => end)]);
    let reason: unknown;
    for (;;) {
      try {
        await attempt(signal);
        return;
      } catch (error) {
        for (const daemon of this.#daemons) await daemon.expectAlive();
        if (deadline.aborted)
          throw new Error('Expected Ceph to have started by now.', { cause: reason ?? error });
        reason = error;
        await pause(20);
      }
    }
  }
}
