import type { MonitorClient, MonitorContext, MonitorEvent, OutcomeReport } from '@lithops/core/spec';
import { rabbitmqUnderTest, whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ownChannel } from './support/broker.js';
import { newContext, ownMonitor } from './support/client-half.js';
import { until } from './support/gates.js';
import { numbers } from './support/programs.js';
import { throughProxy } from './support/through-proxy.js';

function outcome(index: number): OutcomeReport {
  const calls = [{ jobId: 'M0000', index, attempt: 1, ok: true }];
  return { activationId: `activation ${index}`, calls, body: Uint8Array.of(index) };
}

/** What a client tells of its job, as it comes. */
function collect(client: MonitorClient, { executorId }: MonitorContext): readonly MonitorEvent[] {
  client.watch({ executorId, jobId: 'M0000' });
  const events: MonitorEvent[] = [];
  const reading = (async () => {
    for await (const event of client) events.push(event);
  })();
  onTestFinished(async () => {
    await client.close();
    await reading;
  });
  return events;
}

const told = (events: readonly MonitorEvent[]): readonly (number | undefined)[] =>
  events.flatMap((event) => (event.type === 'report' ? [event.body[0]] : []));

describe.skipIf(whyNoRabbitmq !== undefined)(`the client half ${whyNoRabbitmq ?? ''}`, () => {
  it('has one connection, whatever byte of connecting anew its connection breaks at', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    let timesBack = 0;
    const monitor = ownMonitor({ amqp_url: amqpUrl }, (message) => {
      if (message.endsWith('is back.')) timesBack++;
    });
    const context = newContext();
    const client = await monitor.open(context);
    collect(client, context);
    for (const part of numbers(20)) {
      proxy.cut();
      proxy.cutAfter(part * 50);
      await until(() => timesBack > part);
      expect(proxy.open).toBe(1);
    }
    await client.close();
    await until(() => proxy.open === 0);
  });

  it('closes soon though the broker says nothing any more', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    const context = newContext();
    const client = await ownMonitor({ amqp_url: amqpUrl, heartbeat: 3600 }).open(context);
    collect(client, context);
    proxy.swallow();
    await client.close();
    await until(() => proxy.open === 0);
  });

  it('goes on with a prefetch of one, also behind an interruption', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    const context = newContext();
    const events = collect(await ownMonitor({ amqp_url: amqpUrl, prefetch: 1 }).open(context), context);
    const reporter = ownMonitor({ amqp_url: rabbitmqUnderTest().url }).createReporter(context);
    for (const round of numbers(4)) {
      if (round > 0) proxy.cut();
      for (const n of numbers(5)) reporter.outcome(outcome(round * 5 + n));
      await reporter.flush();
      await until(() => new Set(told(events)).size === (round + 1) * 5);
    }
    expect(new Set(told(events))).toEqual(new Set(numbers(20)));
  });

  it('lets what is none of a worker pass by', async () => {
    const context = newContext();
    const { url } = rabbitmqUnderTest();
    const events = collect(await ownMonitor({ amqp_url: url, prefetch: 1 }).open(context), context);
    const channel = await ownChannel();
    const queue = `lithops-${context.executorId}`;
    for (const type of ['report', 'started', 'nothing of ours'])
      channel.sendToQueue(queue, Buffer.from('[["?"]]'), {
        type,
        ...(type === 'started' && { correlationId: 'M0000' }),
      });
    const reporter = ownMonitor({ amqp_url: url }).createReporter(context);
    reporter.outcome(outcome(7));
    await reporter.flush();
    await until(() => events.length > 0);
    expect(told(events)).toEqual([7]);
  });
});

describe.skipIf(whyNoRabbitmq !== undefined)(`the worker half ${whyNoRabbitmq ?? ''}`, () => {
  it('that is closed while it connects leaves no connection, and tells nothing any more', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    const monitor = ownMonitor({ amqp_url: amqpUrl });
    const reporter = monitor.createReporter(newContext());
    await until(() => proxy.made === 1);
    await monitor.close();
    await until(() => proxy.open === 0);
    reporter.outcome(outcome(0));
    await expect(reporter.flush()).rejects.toThrow('The monitor was closed.');
    expect(proxy.made).toBe(1);
  });
});
