import { type ChannelModel, connect as connectTo } from 'amqplib';
import type { RabbitmqSettings } from '../rabbitmq-settings.js';
import { brokerErrorOf } from './broker-failure.js';
import { destroy } from './own-socket.js';

/** Who the broker's list of connections says is there. */
export type Half = 'client' | 'worker' | 'doctor';

/**
 * One connection to the broker. Its end comes as `close`; an `error` before it says no more than that.
 * @throws {BrokerError} when it does not come up in time
 */
export async function connect(settings: RabbitmqSettings, half: Half): Promise<ChannelModel> {
  const { protocol, hostname, port, username, password, vhost, heartbeatSeconds, ca } = settings;
  const address = { protocol, hostname, port, username, password, heartbeat: heartbeatSeconds };
  const target = { ...address, vhost: encodeURIComponent(vhost) };
  const clientProperties = { connection_name: `lithops ${half}` };
  try {
    const model = await inTime(connectTo(target, { noDelay: true, ca, clientProperties }), settings);
    // What breaks is told by `close`; without a listener it would end the process.
    model.on('error', () => undefined);
    return model;
  } catch (error) {
    throw brokerErrorOf(error, settings);
  }
}

/** amqplib watches only for silence of the socket. One that comes too late is not left open. */
async function inTime(connecting: Promise<ChannelModel>, settings: RabbitmqSettings): Promise<ChannelModel> {
  const { connectTimeoutMs } = settings;
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new Error(`no answer within ${connectTimeoutMs / 1000} s`));
    }, connectTimeoutMs);
  });
  connecting.then(
    (model) => {
      if (!isLate) return;
      model.on('error', () => undefined);
      destroy(model);
    },
    () => undefined,
  );
  try {
    return await Promise.race([connecting, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
