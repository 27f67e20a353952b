import { clientConfig, credentialsOf, withoutNodeWarning } from '@lithops/aws';
import { afterEach, describe, expect, it, vi } from 'vitest';

describe('credentials of a section', () => {
  it('are its keys, with the token of temporary ones', () => {
    const keys = { access_key_id: 'id', secret_access_key: 'secret', session_token: 'token' };
    expect(credentialsOf('aws_s3', keys)).toEqual({
      kind: 'keys',
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
  });

  it('are those of the provider chain when it names none', () => {
    expect(credentialsOf('aws_s3', {})).toEqual({ kind: 'chain', profile: undefined });
    expect(credentialsOf('aws_s3', { config_profile: 'work' })).toEqual({ kind: 'chain', profile: 'work' });
  });

  it.each([
    [{ access_key_id: 'id' }, 'aws_s3.secret_access_key'],
    [{ secret_access_key: 's3cr3t' }, 'aws_s3.access_key_id'],
    [{ session_token: 's3cr3t' }, 'aws_s3.secret_access_key'],
  ])('are LITHOPS_CONFIG by halves, and no secret is shown: %j', (keys, missing) => {
    const error = expect.objectContaining({
      code: 'LITHOPS_CONFIG',
      message: expect.stringContaining(`"${missing}"`),
    });
    expect(() => credentialsOf('aws_s3', keys)).toThrow(error);
    expect(() => credentialsOf('aws_s3', keys)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('s3cr3t') }),
    );
  });
});

describe('options of a client', () => {
  const chain = { kind: 'chain', profile: undefined } as const;

  it('leave to the SDK what is not configured', () => {
    const config = clientConfig({ region: undefined, endpoint: undefined, credentials: chain });
    for (const key of ['region', 'endpoint', 'credentials', 'profile'])
      expect(config).not.toHaveProperty(key);
  });

  it('bound every wait', () => {
    const { requestHandler, maxAttempts, retryMode } = clientConfig({
      region: 'eu-west-1',
      endpoint: undefined,
      credentials: { kind: 'chain', profile: 'work' },
      connectTimeoutMs: 1,
      idleTimeoutMs: 2,
      maxAttempts: 3,
    });
    expect(requestHandler).toMatchObject({ connectionTimeout: 1, socketTimeout: 2 });
    expect({ maxAttempts, retryMode }).toEqual({ maxAttempts: 3, retryMode: 'adaptive' });
  });
});

describe('the warning of the SDK about Node.js', () => {
  const name = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';
  afterEach(() => vi.unstubAllEnvs());

  it('is switched off while a client is made, and no longer', () => {
    vi.stubEnv(name, undefined);
    expect(withoutNodeWarning(() => process.env[name])).toBe('true');
    expect(name in process.env).toBe(false);
  });

  it('is left as the user has it', () => {
    vi.stubEnv(name, 'false');
    expect(withoutNodeWarning(() => process.env[name])).toBe('false');
    expect(process.env[name]).toBe('false');
  });
});
