import { rabbitmqUnderTest } from '@lithops/testing-services/rabbitmq';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { onTestFinished } from 'vitest';

/** A connection of the test's own to the broker of this run. */
export async function ownConnection(url = rabbitmqUnderTest().url): Promise<ChannelModel> {
  const model = await connect(url);
  model.on('error', () => undefined);
  onTestFinished(() => model.close().catch(() => undefined));
  return model;
}

export async function ownChannel(url?: string): Promise<Channel> {
  const channel = await (await ownConnection(url)).createChannel();
  channel.on('error', () => undefined);
  return channel;
}

/** `['made']` when there is a queue of that executor. */
export async function queuesLeft(executorId: string): Promise<readonly string[]> {
  const channel = await ownChannel();
  try {
    await channel.checkQueue(`lithops-${executorId}`);
    return ['made'];
  } catch (error) {
    if (/404/.test(String(error))) return [];
    throw error;
  }
}
