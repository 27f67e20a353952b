import { ensureRabbitmqInstalled, type Rabbitmq, startRabbitmq } from '@lithops/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gates, gated } from '../support/gates.js';
import { kept, monitor, numbers, open } from '../support/programs.js';

const whyNot = await ensureRabbitmqInstalled();
const doubled = (count: number): number[] => numbers(count).map((n) => n * 2);

describe.skipIf(whyNot !== undefined)(`a broker of its own ${whyNot ?? ''}`, () => {
  let broker: Rabbitmq;
  beforeAll(async () => {
    broker = await startRabbitmq();
  });
  afterAll(() => broker.stop());

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'that is ended by %s and started again in mid-job: nothing is lost, nothing runs twice',
    async (signal) => {
      const { lithops, log } = await kept();
      const gates = new Gates();
      const exec = open({
        monitoring: monitor({ amqpUrl: broker.url, confirmTimeoutMs: 2000 }),
        maxWorkers: 4,
        config: { lithops },
      });
      const items = gates.items(60, (n) => (n < 20 ? undefined : n < 40 ? 'while away' : 'after'));
      const list = exec.map(gated, items, { chunkSize: 1 });
      await Promise.all([...list].slice(0, 20));
      await broker.halt(signal);
      gates.open('while away');
      // All workers have got behind the gate: outcomes of 16 calls at least were told while nobody listened.
      await gates.begins(40);
      await broker.resume();
      gates.open('after');
      expect(await list).toEqual(doubled(60));
      expect(gates.begun).toEqual(numbers(60));
      expect([...list].every(({ stats }) => stats.attempts === 1)).toBe(true);
      await exec.close();
      expect(await log()).toContain('is back');
    },
  );

  it('that stays away: the job ends by way of storage, and what it left is cleaned', async () => {
    const gates = new Gates();
    const section = { amqpUrl: broker.url, confirmTimeoutMs: 1000 };
    const exec = open({ monitoring: monitor(section) });
    const list = exec.map(
      gated,
      gates.items(8, (n) => (n < 4 ? undefined : 'go')),
    );
    await Promise.all([...list].slice(0, 4));
    await broker.halt();
    gates.open('go');
    expect(await list).toEqual(doubled(8));
    expect(gates.begun).toEqual(numbers(8));
    await exec.close();
    await broker.resume();
  });

  it('that is away when the first job begins: that job fails, and the next one works', async () => {
    const exec = open({ monitoring: monitor({ amqpUrl: broker.url }) });
    await broker.halt();
    await expect(exec.map((n: number) => n, [1])).rejects.toMatchObject({
      code: 'LITHOPS_SERVICE_UNAVAILABLE',
    });
    await broker.resume();
    expect(await exec.map((n: number) => n, [1])).toEqual([1]);
  });
});
