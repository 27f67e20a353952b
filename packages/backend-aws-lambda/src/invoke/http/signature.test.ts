import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { withoutNodeWarning } from '@lithops/aws';
import { describe, expect, it } from 'vitest';
import { addressOf, invocationPath } from './service-address.js';
import { type Keys, Signer } from './signature.js';

const permanent: Keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret/+=' };
const temporary: Keys = { ...permanent, sessionToken: 'token/+==' };

interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
}

/** What the SDK itself would send. */
async function bySdk(client: LambdaClient, functionName: string, payload: Uint8Array): Promise<Signed> {
  const command = new InvokeCommand({ FunctionName: functionName, Payload: payload, LogType: 'Tail' });
  let signed: Signed = { headers: {}, path: '' };
  command.middlewareStack.add(
    () => async (args) => {
      const request = Object(args.request);
      signed = { headers: { ...request.headers }, path: request.path };
      return { output: { $metadata: {} }, response: undefined };
    },
    { step: 'deserialize', priority: 'high' },
  );
  await client.send(command);
  return signed;
}

describe('the signature of an invocation', () => {
  it.each<[string, Keys, string, LambdaClientConfig]>([
    ['a function', permanent, 'lithops-1-worker', {}],
    ['temporary keys', temporary, 'lithops-1-worker', {}],
    ['an ARN', permanent, 'arn:aws:lambda:eu-west-1:123456789012:function:one:$LATEST', {}],
    ['an endpoint with a path', temporary, 'one', { endpoint: 'http://127.0.0.1:4566/some/prefix' }],
    ['FIPS and dual stack', temporary, 'one', { useFipsEndpoint: true, useDualstackEndpoint: true }],
  ])('is that of the SDK: %s', async (_, credentials, functionName, options) => {
    const client = withoutNodeWarning(
      () => new LambdaClient({ region: 'eu-west-1', credentials, ...options }),
    );
    const body = Buffer.from(JSON.stringify({ text: 'any üñí'.repeat(100) }));
    const { headers, path } = await bySdk(client, functionName, body);
    const address = await addressOf(client);
    const names = /SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '')?.[1]?.split(';') ?? [];
    const made = new Set(['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token']);
    const given = names.filter((name) => !made.has(name)).map((name) => [name, headers[name] ?? '']);
    const nowMs = Date.parse(
      (headers['x-amz-date'] ?? '').replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'),
    );
    const request = { method: 'POST', path, headers: Object.fromEntries(given), body };
    const ours = new Signer(address.scope).sign(request, credentials, nowMs);
    expect(path).toBe(address.basePath + invocationPath(functionName));
    expect(names).toContain('host');
    expect(ours['authorization']).toBe(headers['authorization']);
    expect(ours['x-amz-security-token']).toBe(credentials.sessionToken);
  });

  it('is another one on another day, and with another secret', () => {
    const signer = new Signer({ region: 'eu-west-1', service: 'lambda' });
    const request = { method: 'POST', path: '/', headers: { host: 'here' }, body: new Uint8Array() };
    const dayMs = 86_400_000;
    const fresh = (keys: Keys, nowMs: number) =>
      new Signer({ region: 'eu-west-1', service: 'lambda' }).sign(request, keys, nowMs);
    const other = { ...permanent, secretAccessKey: 'other' };
    const asked: [Keys, number][] = [
      [permanent, 0],
      [permanent, dayMs],
      [other, dayMs],
      [permanent, 0],
    ];
    const kept = asked.map(([keys, nowMs]) => signer.sign(request, keys, nowMs));
    expect(kept).toEqual(asked.map(([keys, nowMs]) => fresh(keys, nowMs)));
    expect(new Set(kept.map((headers) => headers['authorization'])).size).toBe(3);
  });
});
