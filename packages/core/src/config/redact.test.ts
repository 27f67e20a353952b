import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { folderWith, installed, surroundings } from '../../test/support/configuration.js';
import { type Configuration, resolveConfiguration } from './index.js';
import { redactUrls } from './redact.js';

const amqpPassword = `p@ss/${'x'.repeat(5_000)}`;

const file = `
lithops: { backend: aws_lambda, monitoring: rabbitmq, storage_bucket: thumbs }
aws:
  access_key_id: AKIA123456
  secret_access_key: wJalrXUtnFEMI
  region: eu-west-1
aws_lambda: { execution_role: arn }
aws_s3: { endpoint: "https://me:p4ssw0rd@minio:9000" }
rabbitmq:
  amqp_url: amqp://me:${amqpPassword}@broker:5672/vhost?token=t0k3n
`;

function configuration(): Configuration {
  return resolveConfiguration({}, installed, surroundings(folderWith({ '.lithops_config': file })));
}

describe('secrets', () => {
  it('are stars in everything that is printed', () => {
    const shown = configuration();
    const texts = [
      inspect(shown, { depth: 9 }),
      JSON.stringify(shown),
      inspect(shown.monitoring),
      inspect(shown.compute),
    ];
    for (const text of texts) {
      for (const secret of ['wJalrXUtnFEMI', 'AKIA123456', 'xxxx', 'p4ssw0rd', 't0k3n']) {
        expect(text).not.toContain(secret);
      }
    }
    expect(shown.redacted()).toMatchObject({
      aws: { secret_access_key: '***', region: 'eu-west-1' },
      aws_s3: { endpoint: 'https://me:***@minio:9000' },
      rabbitmq: { amqp_url: 'amqp://me:***@broker:5672/vhost' },
      lithops: { storage_bucket: 'thumbs' },
    });
  });

  it('reach the plug-in as they are', () => {
    expect(configuration().compute.sections['aws_lambda']).toMatchObject({
      secret_access_key: 'wJalrXUtnFEMI',
    });
  });

  it('are removed from any text, however they are spelt there', () => {
    const { redact } = configuration();
    expect(redact('key wJalrXUtnFEMI.')).toBe('key ***.');
    expect(redact(`failed: amqp://me:${amqpPassword}@broker`)).toBe('failed: amqp://me:***@broker');
    expect(redact(`in a URL: ${encodeURIComponent(amqpPassword)}.`)).toBe('in a URL: ***.');
    expect(redact('bare p4ssw0rd')).toBe('bare ***');
  });
});

describe('passwords of URLs in any text', () => {
  it.each([
    ['amqp://a:b@c', 'amqp://a:***@c'],
    ['redis://:pw@h:6379/0 and x', 'redis://:***@h:6379/0 and x'],
    ['"postgres://u:p@q@h/db"', '"postgres://u:***@h/db"'],
    ['amqp://a:b@c,amqp://d:e@f', 'amqp://a:***@f'],
    ['amqp://a:@c', 'amqp://a:@c'],
    ['https://host:8080/a@b', 'https://host:8080/a@b'],
    ['mail a@b.c at 10:30', 'mail a@b.c at 10:30'],
  ])('%s', (text, redacted) => {
    expect(redactUrls(text)).toBe(redacted);
  });

  it('takes no longer than the text is long', () => {
    const started = performance.now();
    redactUrls('a'.repeat(1_000_000));
    redactUrls('amqp://'.repeat(20_000));
    redactUrls(`amqp://u:${'x'.repeat(1_000_000)}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
