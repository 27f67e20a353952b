import { describe, expect, it } from 'vitest';
import { Refusal } from './refusal.js';

function refusal(headers: Record<string, string>, body: string): Refusal {
  return new Refusal({ status: 400, headers, body: Buffer.from(body) });
}

describe('a refusal', () => {
  it.each<[Record<string, string>, string, string]>([
    [{ 'x-amzn-errortype': 'TooManyRequestsException' }, '{}', 'TooManyRequestsException'],
    [
      { 'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/' },
      '{}',
      'AccessDeniedException',
    ],
    [{}, '{"__type":"com.amazonaws.lambda#ServiceException"}', 'ServiceException'],
    [{}, '{"code":"ResourceNotFoundException"}', 'ResourceNotFoundException'],
    [{}, '<html>Bad gateway</html>', 'Unknown'],
  ])('%j %s has the code %s', (headers, body, code) => {
    expect(refusal(headers, body).name).toBe(code);
  });

  it('has the words of the service, whichever case their name has', () => {
    expect(refusal({}, '{"message":"no"}').message).toBe('no');
    expect(refusal({}, '{"Message":"No"}').message).toBe('No');
    expect(refusal({}, 'gone').message).toBe('status 400');
  });

  it('tells status, request, and how long to wait, as the SDK does', () => {
    expect(refusal({ 'x-amzn-requestid': '8f5a', 'retry-after': '3' }, '{}')).toMatchObject({
      $metadata: { httpStatusCode: 400, requestId: '8f5a' },
      retryAfterSeconds: '3',
    });
  });
});
