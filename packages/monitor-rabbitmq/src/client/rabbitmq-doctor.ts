import type { DoctorFinding } from '@lithops/core/spec';
import type { ChannelModel } from 'amqplib';
import { BrokerError, type BrokerErrorKind } from '../broker/broker-error.js';
import { brokerErrorOf } from '../broker/broker-failure.js';
import { connect } from '../broker/connect.js';
import { destroy } from '../broker/own-socket.js';
import { whileOpen } from '../broker/while-open.js';
import type { RabbitmqSettings } from '../rabbitmq-settings.js';

const QUEUE = 'lithops-doctor';

const fixes: Readonly<Partial<Record<BrokerErrorKind, string>>> = {
  unavailable: 'lithops config set rabbitmq.amqp_url URL',
  'wrong-credentials': 'lithops config set rabbitmq.amqp_url URL',
  untrusted: 'lithops config set rabbitmq.ca FILE',
};

/** Does the broker answer, does it know the user, and does a message come back from a queue? */
export async function examine(
  settings: RabbitmqSettings,
  signal: AbortSignal,
): Promise<readonly DoctorFinding[]> {
  try {
    return [await roundTrip(settings, signal), ...plainText(settings)];
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    const { message, kind } = error;
    return [{ level: 'problem', message, fix: fixes[kind] }];
  }
}

async function roundTrip(settings: RabbitmqSettings, signal: AbortSignal): Promise<DoctorFinding> {
  const beganMs = performance.now();
  const model = await connect(settings, 'doctor');
  const stop = (): void => destroy(model);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await whileOpen(model, sendAndReceive(model, settings));
    await model.close();
  } catch (error) {
    destroy(model);
    throw brokerErrorOf(error, settings);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  const tookMs = Math.round(performance.now() - beganMs);
  return { level: 'ok', message: `RabbitMQ at ${settings.address}: a message went and came in ${tookMs} ms` };
}

async function sendAndReceive(model: ChannelModel, settings: RabbitmqSettings): Promise<void> {
  const channel = await model.createConfirmChannel();
  channel.on('error', () => undefined);
  const { queue } = await channel.assertQueue(`${QUEUE}-${process.pid}`, {
    durable: true,
    expires: settings.queueExpiresMs,
  });
  channel.sendToQueue(queue, Buffer.from('Is anybody there?'), { persistent: true });
  await channel.waitForConfirms();
  const got = await channel.get(queue, { noAck: true });
  await channel.deleteQueue(queue);
  if (got === false)
    throw new BrokerError('unavailable', `${settings.address} confirmed a message and lost it.`);
}

/** On this machine nobody listens. */
function plainText({ protocol, hostname, address }: RabbitmqSettings): readonly DoctorFinding[] {
  if (protocol === 'amqps' || /^(localhost|127\.|::1$)/.test(hostname)) return [];
  return [
    {
      level: 'warning',
      message: `expected a connection with TLS (amqps://), got ${address}: password and results can be read on the way`,
    },
  ];
}
