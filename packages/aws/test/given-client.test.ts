import { checkGivenClient, isSdkClient } from '@lithops/aws';
import { describe, expect, it } from 'vitest';

const lambda = { send: () => undefined, config: { serviceId: 'Lambda' } };

describe('a client of the SDK that somebody gives', () => {
  it('is one of the service, of whichever copy of the SDK, or options for one', () => {
    expect(isSdkClient(lambda)).toBe(true);
    expect(isSdkClient({ region: 'eu-west-1' })).toBe(false);
    expect(() => checkGivenClient('Lambda', lambda)).not.toThrow();
    expect(() => checkGivenClient('Lambda', { region: 'eu-west-1' })).not.toThrow();
  });

  it.each([
    [{ ...lambda, config: { serviceId: 'DynamoDB' } }, 'got a client of DynamoDB'],
    [undefined, 'got undefined'],
    [null, 'got null'],
    ['eu-west-1', 'got string'],
    [new URL('http://127.0.0.1'), 'got object'],
  ])('is nothing else: %s', (given, got) => {
    const error = expect.objectContaining({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message: `Expected LambdaClient of @aws-sdk/client-lambda, or options for one, ${got}.`,
    });
    expect(() => checkGivenClient('Lambda', given)).toThrow(error);
  });
});
