import { rabbitmqUnderTest, whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { describe, expect, it } from 'vitest';
import { lithops } from './support/lithops.js';
import { expectNoPassword } from './support/programs.js';
import { throughProxy } from './support/through-proxy.js';

describe.skipIf(whyNoRabbitmq !== undefined)(
  `lithops with RabbitMQ configured ${whyNoRabbitmq ?? ''}`,
  () => {
    it('doctor sends a message to and fro', async () => {
      const { code, output } = await lithops(['doctor'], rabbitmqUnderTest().url);
      expect(output).toMatch(/^ok +monitor +RabbitMQ at amqp:\/\/127\.0\.0\.1:\d+\/lithops test: a message/m);
      expect(code).toBe(0);
      expectNoPassword(output);
    });

    it('doctor says that nobody is there, where, and what to set', async () => {
      const { proxy, amqpUrl } = await throughProxy();
      await proxy.stop();
      const { code, output } = await lithops(['doctor'], amqpUrl);
      expect(output).toContain(`127.0.0.1:${proxy.port}`);
      expect(output).toContain('lithops config set rabbitmq.amqp_url URL');
      expect(code).toBe(1);
      expectNoPassword(output);
    });

    it('doctor says which authority is unknown, and takes it from a file', async () => {
      const { secureUrl } = rabbitmqUnderTest();
      const { code, output } = await lithops(['doctor'], secureUrl);
      expect(output).toContain('lithops config set rabbitmq.ca FILE');
      expect(code).toBe(1);
    });

    it('doctor says that a URL is none, without showing it', async () => {
      const { code, output } = await lithops(['doctor'], 'rabbit://me:secret-word@host');
      expect(output).toContain('LITHOPS_CONFIG');
      expect(output).not.toContain('secret-word');
      expect(code).toBe(1);
    });

    it('hello runs', async () => {
      const { code, output } = await lithops(['hello'], rabbitmqUnderTest().url);
      expect({ code, output }).toMatchObject({ code: 0 });
    });

    it('config show shows the broker, and no password', async () => {
      const { output } = await lithops(['config', 'show'], rabbitmqUnderTest().url);
      expect(output).toContain('amqp://tester:***@127.0.0.1');
      expectNoPassword(output);
    });
  },
);
