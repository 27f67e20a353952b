import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { BrokerError } from '../broker/broker-error.js';
import { brokerErrorOf } from '../broker/broker-failure.js';
import { connect } from '../broker/connect.js';
import { destroy } from '../broker/own-socket.js';
import { whileOpen } from '../broker/while-open.js';
import type { RabbitmqSettings } from '../rabbitmq-settings.js';

/** What a subscription tells. */
export interface SubscriptionEvents {
  message(message: ConsumeMessage, taken: () => void): void;
  /**
   * It is over: the connection broke, or somebody deleted a queue. Told once, not after {@link Subscription.close}, and not of
   * one that never came to be: {@link Subscription.open} rejects.
   */
  ended(why: BrokerError): void;
}

/** How long the broker may take to say goodbye, milliseconds. */
const GOODBYE_MS = 2000;

/** One connection of the client, and the queues that it reads. */
export class Subscription {
  readonly #settings: RabbitmqSettings;
  readonly #model: ChannelModel;
  readonly #channel: Channel;
  readonly #events: SubscriptionEvents;
  readonly #tags = new Map<string, string>();
  #isOver = false;
  #isOpening = true;

  private constructor(
    settings: RabbitmqSettings,
    model: ChannelModel,
    channel: Channel,
    events: SubscriptionEvents,
  ) {
    this.#settings = settings;
    this.#model = model;
    this.#channel = channel;
    this.#events = events;
    const broke = (): void => this.#end(new Error('the connection broke'));
    model.once('close', broke);
    channel.once('close', broke);
    channel.on('error', (error) => this.#end(error));
  }

  /** @throws {BrokerError} */
  static async open(
    settings: RabbitmqSettings,
    queues: Iterable<string>,
    events: SubscriptionEvents,
  ): Promise<Subscription> {
    const model = await connect(settings, 'client');
    try {
      return await whileOpen(model, Subscription.#begin(settings, model, queues, events));
    } catch (error) {
      destroy(model);
      throw brokerErrorOf(error, settings);
    }
  }

  static async #begin(
    settings: RabbitmqSettings,
    model: ChannelModel,
    queues: Iterable<string>,
    events: SubscriptionEvents,
  ): Promise<Subscription> {
    const channel = await model.createChannel();
    const subscription = new Subscription(settings, model, channel, events);
    await channel.prefetch(settings.prefetch);
    for (const queue of queues) await subscription.#read(queue);
    if (subscription.#isOver) throw new Error('the connection broke');
    subscription.#isOpening = false;
    return subscription;
  }

  /** Makes the queue unless it is there, and reads it. A failure ends the subscription. */
  async read(queue: string): Promise<void> {
    try {
      await this.#read(queue);
    } catch (error) {
      this.#end(error);
    }
  }

  async #read(queue: string): Promise<void> {
    await this.#declare(queue);
    const take = (message: ConsumeMessage | null): void => {
      if (message === null) this.#end(new Error(`somebody deleted queue "${queue}"`));
      else this.#events.message(message, () => this.#acknowledge(message));
    };
    const { consumerTag } = await this.#channel.consume(queue, take);
    this.#tags.set(queue, consumerTag);
  }

  /** On a channel of its own: one that was made with other settings is right as well, but refusing it ends the channel. */
  async #declare(queue: string): Promise<void> {
    const channel = await this.#model.createChannel();
    channel.on('error', () => undefined);
    try {
      await channel.assertQueue(queue, { durable: true, expires: this.#settings.queueExpiresMs });
      await channel.close();
    } catch (error) {
      if (!/PRECONDITION/.test(String(error))) throw error;
    }
  }

  /** Whoever made it has gone before: it is not read any more, nor is it needed. */
  async forget(queue: string): Promise<void> {
    if (this.#isOver) return;
    try {
      await this.#forget(queue);
    } catch (error) {
      this.#end(error);
    }
  }

  async #forget(queue: string): Promise<void> {
    const tag = this.#tags.get(queue);
    if (tag === undefined) return;
    this.#tags.delete(queue);
    await this.#channel.cancel(tag);
    await this.#channel.deleteQueue(queue);
  }

  #acknowledge(message: ConsumeMessage): void {
    if (this.#isOver) return;
    try {
      this.#channel.ack(message, true);
    } catch (error) {
      this.#end(error);
    }
  }

  #end(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    destroy(this.#model);
    if (!this.#isOpening) this.#events.ended(brokerErrorOf(error, this.#settings));
  }

  /**
   * Deletes those queues and says goodbye, all within {@link GOODBYE_MS}. What was delivered and not taken is for whoever reads
   * its queue next.
   */
  async close(unneeded: readonly string[] = []): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const giveUp = (): void => destroy(this.#model);
    this.#sayGoodbye(unneeded).catch(giveUp);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        giveUp();
        resolve();
      }, GOODBYE_MS);
      this.#model.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async #sayGoodbye(unneeded: readonly string[]): Promise<void> {
    for (const queue of unneeded) await this.#forget(queue);
    await this.#model.close();
  }
}
