import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FunctionExecutor } from '@lithops/core';
import { inProcess } from '@lithops/core/testing';
import { recording } from '@lithops/testing-backends';
import { rabbitmqUnderTest, whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { describe, expect, it, onTestFinished } from 'vitest';
import { queuesLeft } from './support/broker.js';
import { expectNoPassword, kept, monitor, numbers, open } from './support/programs.js';

const program = fileURLToPath(new URL('programs/ends-by-itself.mjs', import.meta.url));

describe.skipIf(whyNoRabbitmq !== undefined)(`a job monitored by RabbitMQ ${whyNoRabbitmq ?? ''}`, () => {
  it('of 10,000 calls on this machine comes whole', async () => {
    const list = open().map((n: number) => n * 3, numbers(10_000));
    expect(await list).toEqual(numbers(10_000).map((n) => n * 3));
    expect([...list].every(({ stats }) => stats.attempts === 1)).toBe(true);
  });

  it('is configured by a file, too', async () => {
    const exec = new FunctionExecutor({
      config: { lithops: { monitoring: 'rabbitmq' }, rabbitmq: { amqp_url: rabbitmqUnderTest().url } },
    });
    onTestFinished(() => exec.close());
    expect(await exec.map((n: number) => n + 1, [1, 2])).toEqual([2, 3]);
  });

  it('tells its calls the URL of the broker as ctx.rabbitmq', async () => {
    const { url } = rabbitmqUnderTest();
    expect(await open().callAsync((_: number, ctx) => ctx.rabbitmq, 0)).toEqual({ amqpUrl: url });
    const plain = open({ monitoring: 'direct' });
    expect(await plain.callAsync((_: number, ctx) => ctx.rabbitmq, 0)).toBeUndefined();
  });

  it('leaves no queue', async () => {
    const exec = open();
    await exec.map((n: number) => n, numbers(10));
    expect(await queuesLeft(exec.executorId)).toEqual(['made']);
    await exec.map((n: number) => n, numbers(10));
    await exec.close();
    expect(await queuesLeft(exec.executorId)).toEqual([]);
  });

  it('works over TLS, with an authority of one’s own', async () => {
    const { secureUrl, ca } = rabbitmqUnderTest();
    const exec = open({ monitoring: monitor({ amqpUrl: secureUrl, ca }) });
    expect(await exec.map((n: number) => n, [1, 2, 3])).toEqual([1, 2, 3]);
  });

  it('works with the least rights that the documentation names', async () => {
    const exec = open({ monitoring: monitor({ amqpUrl: rabbitmqUnderTest().users.least }) });
    expect(await exec.map((n: number) => n, [1, 2, 3])).toEqual([1, 2, 3]);
    await exec.close();
    expect(await queuesLeft(exec.executorId)).toEqual([]);
  });

  it('works where calls run in this process, which ends when it has nothing more to do', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [program, rabbitmqUnderTest().url], {
      timeout: 60_000,
    });
    const { results, afterCloseMs } = JSON.parse(stdout);
    expect(results).toEqual([2, 4, 6]);
    expect(afterCloseMs).toBeLessThan(10_000);
  });
});

describe.skipIf(whyNoRabbitmq !== undefined)(`the password of the broker ${whyNoRabbitmq ?? ''}`, () => {
  it('is in no payload', async () => {
    const backend = recording(inProcess());
    const exec = open({ backend: backend.plugin });
    expect(await exec.map((n: number) => n, [1, 2, 3])).toEqual([1, 2, 3]);
    expect(backend.bodies.length).toBeGreaterThan(0);
    for (const body of backend.bodies) expectNoPassword(Buffer.from(body).toString('latin1'));
  });

  it('is in no argument and no variable of a worker', async () => {
    const seen = await open().callAsync(async (_: number) => {
      const { readFile } = await import('node:fs/promises');
      const files = ['/proc/self/cmdline', '/proc/self/environ'];
      return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
    }, 0);
    expect(seen.length).toBeGreaterThan(100);
    expectNoPassword(seen);
  });

  it('is in no log, at the level DEBUG', async () => {
    const { lithops, log } = await kept();
    const exec = open({ config: { lithops } });
    await exec.map((n: number) => n, [1, 2, 3]);
    await exec.close();
    expect(await log()).toContain('has ended');
  });
});
