import { whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { describe, expect, it } from 'vitest';
import { ownChannel } from '../support/broker.js';
import { Gates, gated, until } from '../support/gates.js';
import { monitor, numbers, open } from '../support/programs.js';
import { throughProxy } from '../support/through-proxy.js';

const doubled = (count: number): number[] => numbers(count).map((n) => n * 2);

describe.skipIf(whyNoRabbitmq !== undefined)(`a connection that breaks ${whyNoRabbitmq ?? ''}`, () => {
  it('in the middle of an outcome: it is told on the next one', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    const exec = open({ monitoring: monitor({ amqpUrl }), maxWorkers: 1 });
    expect(await exec.callAsync((n: number) => n, 1)).toBe(1);
    const before = proxy.made;
    proxy.cutAfter(20_000);
    const list = exec.map((n: number) => 'x'.repeat(50_000) + n, [1, 2, 3], { chunkSize: 1 });
    expect((await list).map((text) => text.length)).toEqual([50_001, 50_001, 50_001]);
    expect([...list].every(({ stats }) => stats.attempts === 1)).toBe(true);
    expect(proxy.made).toBeGreaterThan(before);
  });

  it('again and again, of client and workers: nothing is lost, nothing runs twice', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    const gates = new Gates();
    const exec = open({ monitoring: monitor({ amqpUrl }), maxWorkers: 3 });
    const list = exec.map(
      gated,
      gates.items(60, (n) => `round ${Math.floor(n / 10)}`),
      { chunkSize: 1 },
    );
    for (const round of numbers(6)) {
      gates.open(`round ${round}`);
      proxy.cut();
      await Promise.all([...list].slice(round * 10, round * 10 + 5));
    }
    expect(await list).toEqual(doubled(60));
    expect(gates.begun).toEqual(numbers(60));
  });

  it('unheard, as those that a network forgets: it is noticed and opened anew', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    const section = { amqpUrl, heartbeatMs: 1000, confirmTimeoutMs: 2000 };
    const exec = open({ monitoring: monitor(section), maxWorkers: 1 });
    expect(await exec.callAsync((n: number) => n, 1)).toBe(1);
    const before = proxy.made;
    proxy.forget();
    const pid = await exec.callAsync((_: number) => process.pid, 0);
    expect(await exec.callAsync((_: number) => process.pid, 0)).toBe(pid);
    expect(proxy.made).toBeGreaterThanOrEqual(before + 2);
  });

  it('while its worker stood still: it is opened anew', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    const exec = open({ monitoring: monitor({ amqpUrl, heartbeatMs: 1000 }), maxWorkers: 1 });
    const pid = await exec.callAsync((_: number) => process.pid, 0);
    expect(proxy.open).toBe(2);
    process.kill(pid, 'SIGSTOP');
    // The broker gives up who gives no sign of life.
    await until(() => proxy.open === 1);
    process.kill(pid, 'SIGCONT');
    expect(await exec.callAsync((_: number) => process.pid, 0)).toBe(pid);
  });

  it('goes with its worker, which ends while it is open', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    const exec = open({ monitoring: monitor({ amqpUrl }), maxWorkers: 1 });
    const pid = await exec.callAsync((_: number) => process.pid, 0);
    expect(proxy.open).toBe(2);
    await exec.close();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await until(() => proxy.open === 0);
  });

  it('is opened once for each worker process, however many jobs it works for', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    const exec = open({ monitoring: monitor({ amqpUrl }), maxWorkers: 1 });
    for (const n of numbers(5)) expect(await exec.map((m: number) => m + n, [1, 2])).toEqual([1 + n, 2 + n]);
    expect(proxy.made).toBe(2);
  });
});

describe.skipIf(whyNoRabbitmq !== undefined)(`a queue that somebody deletes ${whyNoRabbitmq ?? ''}`, () => {
  it('in mid-job is made again, and what could not be told meanwhile is found', async () => {
    const gates = new Gates();
    const exec = open({ maxWorkers: 3 });
    const list = exec.map(
      gated,
      gates.items(30, (n) => (n < 10 ? undefined : n < 20 ? 'one' : 'two')),
      {
        chunkSize: 1,
      },
    );
    await Promise.all([...list].slice(0, 10));
    const channel = await ownChannel();
    for (const gate of ['one', 'two']) {
      await channel.deleteQueue(`lithops-${exec.executorId}`);
      gates.open(gate);
    }
    expect(await list).toEqual(doubled(30));
    expect(gates.begun).toEqual(numbers(30));
  });

  it('between two jobs', async () => {
    const exec = open();
    expect(await exec.map((n: number) => n, [1])).toEqual([1]);
    await (await ownChannel()).deleteQueue(`lithops-${exec.executorId}`);
    expect(await exec.map((n: number) => n, [2])).toEqual([2]);
  });
});
