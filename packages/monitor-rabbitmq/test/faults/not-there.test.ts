import type { FunctionExecutor } from '@lithops/core';
import { rabbitmq } from '@lithops/monitor-rabbitmq';
import { startTcpProxy } from '@lithops/testing-services';
import { rabbitmqUnderTest, whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { describe, expect, it, onTestFinished } from 'vitest';
import { expectNoPassword, monitor, open } from '../support/programs.js';
import { throughProxy } from '../support/through-proxy.js';

/** What the first job of an executor fails with; no call was sent by then. */
async function failureOf(exec: FunctionExecutor): Promise<Error & { readonly code: string }> {
  const error: unknown = await exec
    .map((n: number) => n, [1, 2])
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (!(error instanceof Error && 'code' in error)) throw new Error(`Expected an error, got ${error}.`);
  expectNoPassword(`${error.stack} ${JSON.stringify(error)} ${error.cause}`);
  return Object.assign(error, { code: String(error.code) });
}

describe.skipIf(whyNoRabbitmq !== undefined)(`a broker that cannot be used ${whyNoRabbitmq ?? ''}`, () => {
  it('because nobody listens there: says so with the address', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    await proxy.stop();
    const error = await failureOf(open({ monitoring: monitor({ amqpUrl }) }));
    expect(error.code).toBe('LITHOPS_SERVICE_UNAVAILABLE');
    expect(error.message).toContain(`amqp://127.0.0.1:${proxy.port}/lithops test`);
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('because its name is unknown', async () => {
    const amqpUrl = 'amqp://user:secret-word@no-such-host.invalid';
    const error = await failureOf(open({ monitoring: monitor({ amqpUrl }) }));
    expect(error.code).toBe('LITHOPS_SERVICE_UNAVAILABLE');
    expect(error.message).toContain('no-such-host.invalid');
    expect(error.message).not.toContain('secret-word');
  });

  it('because it takes connections and says nothing: after connect_timeout', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    proxy.swallow();
    const error = await failureOf(open({ monitoring: monitor({ amqpUrl, connectTimeoutMs: 300 }) }));
    expect(error.code).toBe('LITHOPS_SERVICE_UNAVAILABLE');
    expect(error.message).toContain('within 0.3 s');
  });

  it('because the password is wrong', async () => {
    const url = new URL(rabbitmqUnderTest().url);
    url.password = 'not-this-one';
    const error = await failureOf(open({ monitoring: monitor({ amqpUrl: url.href }) }));
    expect(error.code).toBe('LITHOPS_WRONG_CREDENTIALS');
    expect(error.message).toContain('user "tester"');
    expect(error.message).not.toContain('not-this-one');
  });

  it('because there is no such vhost', async () => {
    const url = new URL(rabbitmqUnderTest().url);
    url.pathname = '/nowhere';
    const error = await failureOf(open({ monitoring: monitor({ amqpUrl: url.href }) }));
    expect(error.code).toBe('LITHOPS_ACCESS_DENIED');
    expect(error.message).toContain('vhost "nowhere"');
  });

  it('because the user may not enter the vhost', async () => {
    const { stranger } = rabbitmqUnderTest().users;
    const error = await failureOf(open({ monitoring: monitor({ amqpUrl: stranger }) }));
    expect(error.code).toBe('LITHOPS_ACCESS_DENIED');
    expect(error.message).toContain('user "stranger"');
  });

  it('because the user may make no queue: says which rights are needed', async () => {
    const error = await failureOf(open({ monitoring: monitor({ amqpUrl: rabbitmqUnderTest().users.idle }) }));
    expect(error.code).toBe('LITHOPS_ACCESS_DENIED');
    expect(error.message).toContain('rabbitmqctl set_permissions');
  });

  it('because nobody vouches for its certificate: names "rabbitmq.ca"', async () => {
    const error = await failureOf(open({ monitoring: monitor({ amqpUrl: rabbitmqUnderTest().secureUrl }) }));
    expect(error.code).toBe('LITHOPS_SERVICE_UNAVAILABLE');
    expect(error.message).toContain('"rabbitmq.ca"');
  });

  it('because it is another server', async () => {
    const server = await startTcpProxy({ host: '127.0.0.1', port: 1 });
    onTestFinished(() => server.stop());
    const amqpUrl = `amqp://127.0.0.1:${server.port}`;
    const error = await failureOf(open({ monitoring: monitor({ amqpUrl }) }));
    expect(error.code).toBe('LITHOPS_SERVICE_UNAVAILABLE');
  });

  it('because TLS is spoken to a port without it, or the other way round', async () => {
    const { url, secureUrl, ca } = rabbitmqUnderTest();
    const swapped = [url.replace('amqp:', 'amqps:'), secureUrl.replace('amqps:', 'amqp:')];
    for (const amqpUrl of swapped) {
      const error = await failureOf(open({ monitoring: monitor({ amqpUrl, ca, connectTimeoutMs: 2000 }) }));
      expect(error.code).toBe('LITHOPS_SERVICE_UNAVAILABLE');
    }
  });

  it.each([
    'http://user:secret-word@localhost',
    'amqp://user:secret-word/with-a-slash@localhost:port',
    'amqp://user:secret-word%@localhost',
    'amqp://user:secret-word?x@localhost',
    'secret-word',
  ])('because %s is no URL of one', async (amqpUrl) => {
    const error = await failureOf(open({ monitoring: rabbitmq({ amqpUrl }) }));
    expect(error.code).toBe('LITHOPS_CONFIG');
    expect(error.message).toContain('"rabbitmq.amqp_url"');
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('secret-word');
  });
});
