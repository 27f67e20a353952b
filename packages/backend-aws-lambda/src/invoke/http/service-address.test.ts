import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { withoutNodeWarning } from '@lithops/aws';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addressOf } from './service-address.js';

afterEach(() => void vi.unstubAllEnvs());

function client(config: LambdaClientConfig = {}): LambdaClient {
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  return withoutNodeWarning(() => new LambdaClient({ region: 'eu-west-1', credentials, ...config }));
}

describe('where invocations go', () => {
  it('is the service of the region', async () => {
    expect(await addressOf(client())).toMatchObject({
      protocol: 'https:',
      hostname: 'lambda.eu-west-1.amazonaws.com',
      port: undefined,
      host: 'lambda.eu-west-1.amazonaws.com',
      basePath: '',
      scope: { region: 'eu-west-1', service: 'lambda' },
      userAgent: expect.stringContaining('api/lambda'),
    });
  });

  it('is what AWS_ENDPOINT_URL says, with its path', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:4566/some/prefix/');
    expect(await addressOf(client())).toMatchObject({
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: 4566,
      host: '127.0.0.1:4566',
      basePath: '/some/prefix',
    });
  });

  it('is what AWS_ENDPOINT_URL_LAMBDA says, whatever AWS_ENDPOINT_URL does', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', 'https://lambda.example:8443');
    expect(await addressOf(client())).toMatchObject({ protocol: 'https:', host: 'lambda.example:8443' });
  });

  it('is that of FIPS and of dual stack where the SDK is told so', async () => {
    const address = await addressOf(client({ useFipsEndpoint: true, useDualstackEndpoint: true }));
    expect(address.hostname).toBe('lambda-fips.eu-west-1.api.aws');
  });
});
