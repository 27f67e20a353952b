import { describe, expect, it } from 'vitest';
import type { RabbitmqSection } from './rabbitmq-section.js';
import { settingsOf } from './rabbitmq-settings.js';

const defaults = {
  connect_timeout: 5,
  confirm_timeout: 5,
  heartbeat: 30,
  queue_expires: 3600,
  prefetch: 500,
} satisfies Omit<RabbitmqSection, 'amqp_url'>;

const read = (amqp_url: string) => settingsOf({ ...defaults, amqp_url });

describe('the URL of a broker', () => {
  it('has what it does not say from AMQP', () => {
    expect(read('amqp://rabbit')).toMatchObject({
      port: 5672,
      username: 'guest',
      password: 'guest',
      vhost: '/',
      address: 'amqp://rabbit:5672',
    });
    expect(read('amqps://rabbit/')).toMatchObject({ protocol: 'amqps', port: 5671, vhost: '/' });
  });

  it('has user, password and vhost decoded, and none of the first two in its address', () => {
    expect(read('amqp://me%40here:p%2Fw%25@rabbit:1/my%2Fhost')).toMatchObject({
      username: 'me@here',
      password: 'p/w%',
      vhost: 'my/host',
      address: 'amqp://rabbit:1/my/host',
    });
  });

  it('may name an address of IPv6', () => {
    expect(read('amqp://[::1]:5673/v')).toMatchObject({ hostname: '::1', port: 5673 });
  });
});
