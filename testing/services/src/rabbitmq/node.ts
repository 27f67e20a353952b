import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Daemon } from '../ceph/daemon.js';
import type { Scratch } from '../scratch/scratch.js';
import type { Certificates } from './certificates.js';
import { expectBroker } from './expect-broker.js';

/** Where a node listens. */
export interface NodePorts {
  readonly amqp: number;
  readonly amqps: number;
  /** Of the Erlang nodes among themselves, and of the daemon that knows their ports: one for this node alone. */
  readonly distribution: number;
  readonly names: number;
}

// The package's own program only changes the user.
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** One broker process, which can be ended and started again with what it has on its disk. */
export class BrokerNode {
  readonly #scratch: Scratch;
  readonly #ports: NodePorts;
  #daemon: Daemon | undefined;

  constructor(scratch: Scratch, ports: NodePorts) {
    this.#scratch = scratch;
    this.#ports = ports;
  }

  /** Writes what the node starts from. */
  async configure(definitions: string, { ca, certificate, key }: Certificates): Promise<void> {
    const { amqp, amqps } = this.#ports;
    await writeFile(this.#scratch.path('definitions.json'), definitions);
    await writeFile(this.#scratch.path('enabled_plugins'), '[].');
    await mkdir(this.#scratch.path('home'));
    const lines = [
      `listeners.tcp.local = 127.0.0.1:${amqp}`,
      `listeners.ssl.local = 127.0.0.1:${amqps}`,
      `ssl_options.cacertfile = ${ca}`,
      `ssl_options.certfile = ${certificate}`,
      `ssl_options.keyfile = ${key}`,
      'ssl_options.verify = verify_none',
      `load_definitions = ${this.#scratch.path('definitions.json')}`,
      // The machine's disk and memory are shared: that others use them is no reason to stop.
      'disk_free_limit.absolute = 10MB',
      'vm_memory_high_watermark.absolute = 1GB',
      'num_acceptors.tcp = 4',
      'num_acceptors.ssl = 4',
    ];
    await writeFile(this.#scratch.path('rabbitmq.conf'), `${lines.join('\n')}\n`);
  }

  /** @throws DaemonEnded when it ends instead of answering */
  async start(deadline: AbortSignal): Promise<void> {
    const daemon = await Daemon.start(this.#scratch, 'rabbitmq', PROGRAM, [], this.#environment());
    this.#daemon = daemon;
    const signal = AbortSignal.any([deadline, daemon.end]);
    for (;;) {
      try {
        return await expectBroker(this.#ports.amqp, signal);
      } catch (error) {
        await daemon.expectAlive();
        if (deadline.aborted) throw new Error('Expected RabbitMQ to have started by now.', { cause: error });
        await pause(100);
      }
    }
  }

  /** Resolves when it is gone. @param signal `SIGKILL`: as by a crash of the machine, but for what the disk has */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#daemon?.signal(signal);
    await this.#daemon?.ended();
    this.#daemon = undefined;
  }

  get processIds(): readonly number[] {
    return this.#daemon?.pid === undefined ? [] : [this.#daemon.pid];
  }

  #environment(): Readonly<Record<string, string>> {
    const { distribution, names } = this.#ports;
    return {
      HOME: this.#scratch.path('home'),
      ERL_EPMD_PORT: String(names),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: `lithops-${distribution}@localhost`,
      RABBITMQ_DIST_PORT: String(distribution),
      RABBITMQ_CONFIG_FILE: this.#scratch.path('rabbitmq.conf'),
      RABBITMQ_CONF_ENV_FILE: this.#scratch.path('no-such-file'),
      RABBITMQ_ENABLED_PLUGINS_FILE: this.#scratch.path('enabled_plugins'),
      RABBITMQ_MNESIA_BASE: this.#scratch.path('mnesia'),
      RABBITMQ_LOG_BASE: this.#scratch.path('log'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_PID_FILE: this.#scratch.path('pid'),
      // So that the Erlang machine is the process that is started and not a child of it.
      RUNNING_UNDER_SYSTEMD: 'true',
      // Two schedulers do for tests; the rest of the machine is for what is tested.
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 2:2 +sbwt none',
    };
  }
}
