import { awsS3 } from '@lithops/storage-s3';
import { type Fault, faults } from '@lithops/testing-services';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { awsBehindProxy } from './support/proxy.js';
import { context } from './support/store.js';

describe.skipIf(whyNoS3 !== undefined)(`a bucket in another region than configured ${whyNoS3 ?? ''}`, () => {
  /** Amazon's own ways to say where a bucket is. */
  const ways: readonly (readonly [string, Fault])[] = [
    ['a redirect', faults.permanentRedirect('eu-west-1', 'bucket')],
    ['a refusal of the signature', faults.authorizationHeaderMalformed('eu-west-1')],
  ];

  it.each(ways)('is found there by %s, and asked there from then on', async (_, elsewhere) => {
    const { store, direct, bucket, proxy } = await awsBehindProxy({ region: 'us-east-1' });
    await direct.put(bucket, 'a', Buffer.from('a'));
    proxy.inject(elsewhere, { nth: 1 });
    expect((await store.get(bucket, 'a')).byteLength).toBe(1);
    expect(proxy.count()).toBe(2);
    await store.put(bucket, 'b', Buffer.from('b'));
    expect(proxy.count()).toBe(3);
    const findings = (await store.doctor?.(new AbortController().signal, bucket)) ?? [];
    expect(findings).toContainEqual({
      level: 'warning',
      message: expect.stringContaining('eu-west-1'),
      fix: 'lithops config set aws_s3.region eu-west-1',
    });
  });

  it('is found when HEAD is the first to ask, whose answer has no body', async () => {
    const { store, bucket, proxy } = await awsBehindProxy({ region: 'us-east-1' });
    proxy.inject(faults.permanentRedirect('eu-west-1', bucket), { operation: 'HeadBucket', nth: 1 });
    expect(await store.bucketExists(bucket)).toBe(true);
    expect(proxy.operations).toEqual({ HeadBucket: 2 });
  });

  it('is LITHOPS_WRONG_REGION when nobody says where, never a loop', async () => {
    const { store, bucket, proxy } = await awsBehindProxy({ region: 'us-east-1' });
    proxy.inject(faults.s3Error(301, 'PermanentRedirect'));
    await expect(store.get(bucket, 'a')).rejects.toMatchObject({
      code: 'LITHOPS_WRONG_REGION',
      message: expect.stringContaining('"aws_s3.region"'),
    });
    expect(proxy.count()).toBe(1);
  });

  it('that leads on to yet another one is LITHOPS_WRONG_REGION, too', async () => {
    const { store, bucket, proxy } = await awsBehindProxy({ region: 'us-east-1' });
    proxy.inject(faults.permanentRedirect('eu-west-1', bucket), { nth: 1 });
    proxy.inject(faults.permanentRedirect('eu-west-2', bucket));
    await expect(store.get(bucket, 'a')).rejects.toMatchObject({ code: 'LITHOPS_WRONG_REGION' });
    expect(proxy.count()).toBe(2);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`keys of the section ${whyNoS3 ?? ''}`, () => {
  it('checksums: when_supported sends one with every object, when_required does not', async () => {
    const sent = async (checksums: string) => {
      const { store, bucket, proxy } = await awsBehindProxy({ checksums });
      await store.put(bucket, 'a', Buffer.from('a'));
      return Object.keys(proxy.requests.at(-1)?.headers ?? {}).filter((name) =>
        name.startsWith('x-amz-checksum'),
      );
    };
    expect(await sent('when_supported')).not.toEqual([]);
    expect(await sent('when_required')).toEqual([]);
  });

  it('path_style: the bucket is a part of the path, or of the host', async () => {
    const asked: string[] = [];
    for (const path_style of [true, false]) {
      const section = {
        endpoint: 'http://no-such-host.invalid',
        access_key_id: 'a',
        secret_access_key: 'b',
        path_style,
      };
      const values = {
        ...section,
        checksums: 'when_required',
        connect_timeout: 1,
        idle_timeout: 1,
        max_attempts: 1,
      };
      const store = await awsS3.create({ aws_s3: { ...values, anonymous: false } } as never, context());
      onTestFinished(() => store.close());
      const error: unknown = await store.get('photos', 'a').catch((reason: unknown) => reason);
      if (!(error instanceof Error) || !(error.cause instanceof Error))
        throw new Error('Expected a failure.');
      asked.push(error.cause.message.replace(/^.* /, ''));
    }
    expect(asked).toEqual(['no-such-host.invalid', 'photos.no-such-host.invalid']);
  });

  it('region: where nobody names one, the bucket is asked', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { store, bucket, proxy } = await awsBehindProxy();
    proxy.inject(faults.permanentRedirect('eu-west-1', bucket), { nth: 1 });
    expect(await store.bucketExists(bucket)).toBe(true);
    expect(proxy.count()).toBe(2);
  });
});
