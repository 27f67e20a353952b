import { describe, expect, it } from 'vitest';
import { settingsOf } from './s3-settings.js';

const defaults = {
  checksums: 'when_required',
  connect_timeout: 5,
  idle_timeout: 30,
  max_attempts: 4,
  anonymous: false,
} as const;
const keys = { access_key_id: 'id', secret_access_key: 'secret' };

describe('a section as settings', () => {
  it('has times in milliseconds and leaves open what is not set', () => {
    expect(settingsOf('aws_s3', defaults, {})).toEqual({
      section: 'aws_s3',
      endpoint: undefined,
      region: undefined,
      credentials: { kind: 'chain', profile: undefined },
      pathStyle: false,
      checksums: 'WHEN_REQUIRED',
      connectTimeoutMs: 5000,
      idleTimeoutMs: 30_000,
      maxAttempts: 4,
    });
  });

  it.each([
    ['an endpoint of its own', { endpoint: 'http://127.0.0.1:9000' }, {}, true],
    ['one of the environment', {}, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9000' }, true],
    ['one of the environment for S3', {}, { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000' }, true],
    ['an empty variable', {}, { AWS_ENDPOINT_URL: '' }, false],
    ['an endpoint and another wish', { endpoint: 'http://127.0.0.1:9000', path_style: false }, {}, false],
  ])('addresses buckets by path with %s: %o', (_, more, environment, pathStyle) => {
    expect(settingsOf('aws_s3', { ...defaults, ...keys, ...more }, environment).pathStyle).toBe(pathStyle);
  });

  it('takes temporary credentials with their token', () => {
    const { credentials } = settingsOf('aws_s3', { ...defaults, ...keys, session_token: 'token' }, {});
    expect(credentials).toMatchObject({ kind: 'keys', sessionToken: 'token' });
  });

  it('sends none when that is asked for, also where section aws has some', () => {
    const { credentials } = settingsOf('aws_s3', { ...defaults, ...keys, anonymous: true }, {});
    expect(credentials).toEqual({ kind: 'anonymous' });
  });

  it.each(['localhost:9000', 's3.example.org', 'ftp://a', 'http://user:s3cr3t@host'])(
    'refuses the endpoint %s',
    (endpoint) => {
      const open = () => settingsOf('aws_s3', { ...defaults, endpoint }, {});
      expect(open).toThrow(expect.objectContaining({ code: 'LITHOPS_CONFIG' }));
      expect(open).toThrow(expect.objectContaining({ message: expect.not.stringContaining('s3cr3t') }));
    },
  );
});
