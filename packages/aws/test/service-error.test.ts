import { inspect } from 'node:util';
import { type Asked, serviceError } from '@lithops/aws';
import { describe, expect, it } from 'vitest';

const asked: Asked = {
  service: 'S3',
  section: 'aws_s3',
  endpoint: 'https://s3.example.org',
  what: 'to read "a" in bucket "b"',
  hasKeys: true,
};

/** As the SDK throws it when a service answered. */
function answered(name: string, status: number, more: object = {}): Error {
  const metadata = { httpStatusCode: status, requestId: 'tx1', attempts: 4 };
  return Object.assign(new Error(`${name}, said the service.`), { name, $metadata: metadata, ...more });
}

/** As the SDK throws it when nobody answered. */
function unanswered(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), {
    code,
    $metadata: { attempts: 4, totalRetryDelay: 1 },
  });
}

describe('a service that refuses a request', () => {
  it.each([
    ['InvalidAccessKeyId', 403, 'LITHOPS_WRONG_CREDENTIALS', false],
    ['SignatureDoesNotMatch', 403, 'LITHOPS_WRONG_CREDENTIALS', false],
    ['InvalidSignatureException', 403, 'LITHOPS_WRONG_CREDENTIALS', false],
    ['UnrecognizedClientException', 400, 'LITHOPS_WRONG_CREDENTIALS', false],
    ['ExpiredToken', 400, 'LITHOPS_WRONG_CREDENTIALS', false],
    ['AccessDenied', 403, 'LITHOPS_ACCESS_DENIED', false],
    ['AccessDeniedException', 400, 'LITHOPS_ACCESS_DENIED', false],
    ['RequestTimeTooSkewed', 403, 'LITHOPS_CLOCK_SKEW', false],
    ['SlowDown', 503, 'LITHOPS_SERVICE_UNAVAILABLE', true],
    ['ThrottlingException', 400, 'LITHOPS_SERVICE_UNAVAILABLE', true],
    ['BadGateway', 502, 'LITHOPS_SERVICE_UNAVAILABLE', true],
    ['MalformedXML', 400, 'LITHOPS_SERVICE_FAILED', false],
    ['SyntaxError', 200, 'LITHOPS_SERVICE_FAILED', true],
  ])('with %s (%i) is %s', (name, status, code, isRetryable) => {
    expect(serviceError(answered(name, status), asked)).toMatchObject({ code, isRetryable });
  });

  it('is told with what was asked of whom, and what to mend', () => {
    const { message } = serviceError(answered('SignatureDoesNotMatch', 403), asked);
    expect(message).toContain('https://s3.example.org');
    expect(message).toContain('"secret_access_key" in section "aws_s3"');
    const chain = serviceError(answered('InvalidAccessKeyId', 403), { ...asked, hasKeys: false });
    expect(chain.message).toContain('AWS_ACCESS_KEY_ID');
  });

  it.each([
    [
      'Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z',
      'LITHOPS_CLOCK_SKEW',
      'timedatectl',
    ],
    [
      'Signature not yet current: 20260101T001000Z is still later than 20260101T000500Z',
      'LITHOPS_CLOCK_SKEW',
      'clock',
    ],
    [
      'Credential should be scoped to a valid region.',
      'LITHOPS_WRONG_REGION',
      '"region" in section "aws_s3"',
    ],
    [
      'The request signature we calculated does not match',
      'LITHOPS_WRONG_CREDENTIALS',
      '"secret_access_key"',
    ],
  ])('for its signature is told by what is wrong with it: %s', (said, code, fix) => {
    const error = Object.assign(answered('InvalidSignatureException', 403), { message: said });
    expect(serviceError(error, asked)).toMatchObject({ code, message: expect.stringContaining(fix) });
  });

  it('is told with the action that is missing, and on what, where the service names it', () => {
    const words =
      'User: arn:aws:iam::1:user/ada is not authorized to perform: logs:FilterLogEvents on resource: arn:aws:logs:x because no identity-based policy allows it';
    const { message } = serviceError(answered('AccessDeniedException', 400, { message: words }), asked);
    expect(message).toContain(
      'lack the right logs:FilterLogEvents: add it on arn:aws:logs:x to their policy',
    );
  });

  it('leaves the number of the request in the cause, and nothing that the answer repeats of it', () => {
    const token = 'session-token-that-is-secret';
    const response = { headers: { 'x-amz-security-token': token }, body: { token } };
    const canonical = { CanonicalRequest: `x-amz-security-token:${token}`, StringToSign: token };
    const error = answered('SignatureDoesNotMatch', 403, { ...canonical, $response: response });
    const explained = serviceError(error, asked);
    expect(inspect(explained, { depth: 20, showHidden: true })).not.toContain(token);
    expect(explained.cause).toMatchObject({
      name: 'SignatureDoesNotMatch',
      message: expect.stringContaining('tx1'),
    });
  });
});

describe('a service that gives no answer', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'ETIMEDOUT',
    'ECONNRESET',
    'EAI_AGAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ])('is LITHOPS_SERVICE_UNAVAILABLE: %s', (code) => {
    const error = serviceError(unanswered(code), asked);
    expect(error).toMatchObject({ code: 'LITHOPS_SERVICE_UNAVAILABLE', isRetryable: true });
    expect(error.message).toContain(`no answer (${code}) after 4 attempts`);
    expect(error.message).toContain('section "aws_s3"');
  });

  it('at each of its addresses is told by what one of them came to', () => {
    const all = new AggregateError([unanswered('ECONNREFUSED'), unanswered('ENETUNREACH')]);
    expect(serviceError(all, asked).message).toContain('ECONNREFUSED');
  });
});

describe('a program without credentials', () => {
  it('is LITHOPS_NO_CREDENTIALS, with every way to get some', () => {
    const error = Object.assign(new Error('Could not load credentials'), {
      name: 'CredentialsProviderError',
    });
    const { code, message } = serviceError(error, { ...asked, withoutCredentials: 'set anonymous: true' });
    expect(code).toBe('LITHOPS_NO_CREDENTIALS');
    for (const way of ['section "aws_s3" or "aws"', 'AWS_PROFILE', 'aws sso login', 'set anonymous: true'])
      expect(message).toContain(way);
  });
});
