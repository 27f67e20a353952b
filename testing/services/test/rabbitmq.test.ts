import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureRabbitmqInstalled, type Rabbitmq, startRabbitmq } from '../src/index.js';
import { expectBroker } from '../src/rabbitmq/expect-broker.js';

const whyNot = await ensureRabbitmqInstalled();
const limit = (): AbortSignal => AbortSignal.timeout(10_000);

describe.skipIf(whyNot !== undefined)(`a broker ${whyNot ?? ''}`, () => {
  let broker: Rabbitmq;
  beforeAll(async () => {
    broker = await startRabbitmq();
  });
  afterAll(() => broker.stop());

  it('answers on a loopback port of its own, as its URLs say', async () => {
    const { url, secureUrl, users, ca, password } = broker;
    await expectBroker(Number(new URL(url).port), limit());
    expect(decodeURIComponent(new URL(url).password)).toBe(password);
    expect(new URL(secureUrl).protocol).toBe('amqps:');
    expect(Object.values(users).every((one) => new URL(one).port === new URL(url).port)).toBe(true);
    expect(ca).toContain('BEGIN CERTIFICATE');
  });

  it('is ended and started again on the same port', async () => {
    const port = Number(new URL(broker.url).port);
    await broker.halt('SIGKILL');
    await expect(expectBroker(port, limit())).rejects.toThrow('ECONNREFUSED');
    expect(broker.processIds).toEqual([]);
    await broker.resume();
    await expectBroker(port, limit());
    expect(broker.processIds).toHaveLength(1);
  });
});
