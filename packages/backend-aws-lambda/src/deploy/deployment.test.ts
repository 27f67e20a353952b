import { createServer, type RequestListener } from 'node:http';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Deployment } from './deployment.js';
import type { FunctionPlan } from './function-plan.js';

const plan: FunctionPlan = {
  name: 'worker',
  code: { kind: 'image', uri: 'registry/image@sha256:new', sha256: 'new' },
  configuration: { Role: 'role', MemorySize: 128 },
  architectures: ['x86_64'],
  tags: {},
};

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/** A Lambda whose function is like that whenever there is one; tells which requests changed something. */
async function stuck(shown: object): Promise<{ client: LambdaClient; changes: string[] }> {
  const changes: string[] = [];
  let isThere = true;
  const client = await clientOf(({ method = '', url }, response) => {
    if (method !== 'GET') changes.push(`${method} ${url?.split('/functions')[1]}`);
    if (method === 'DELETE') isThere = false;
    if (method === 'POST') isThere = true;
    if (isThere) response.writeHead(200).end(JSON.stringify(shown));
    else response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' }).end('{}');
  });
  return { client, changes };
}

/** A client, which tries nothing twice, of a server that answers so. */
async function clientOf(answer: RequestListener): Promise<LambdaClient> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  onTestFinished(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return client;
}

describe('a function that cannot be made of its image', () => {
  const deploy = (client: LambdaClient) =>
    new Deployment(client, plan, new AbortController().signal, log).run();

  it('is deleted and made anew once, and fails with the reason that Lambda gives', async () => {
    const { client, changes } = await stuck({ State: 'Failed', StateReason: 'The image is not for Lambda.' });
    await expect(deploy(client)).rejects.toMatchObject({
      code: 'LITHOPS_SERVICE_FAILED',
      message: expect.stringContaining('The image is not for Lambda.'),
    });
    expect(changes).toEqual(['DELETE /worker', 'POST ']);
  });

  it('is given its new image once, and fails with the reason that Lambda gives', async () => {
    const { client, changes } = await stuck({
      ...{ State: 'Active', CodeSha256: 'old', Architectures: ['x86_64'] },
      ...{ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'The manifest is of an unknown type.' },
    });
    await expect(deploy(client)).rejects.toThrow('The manifest is of an unknown type.');
    expect(changes).toEqual(['PUT /worker/code']);
  });
});

it('a function that was long Pending is waited for, though the service is busy in the end', async () => {
  const configured = { Role: 'role', MemorySize: 128 };
  const ready = { State: 'Active', CodeSha256: 'new', Architectures: ['x86_64'], ...configured };
  const answers = [...Array(5).fill({ State: 'Pending' }), undefined, ready];
  const client = await clientOf((_, response) => {
    const shown = answers.shift();
    response.writeHead(shown === undefined ? 503 : 200).end(JSON.stringify(shown ?? {}));
  });
  const patience = { readyMs: 60_000, busyMs: 1500, roleMs: 1500 };
  const deployment = new Deployment(client, plan, new AbortController().signal, log, patience);
  expect(await deployment.run()).toBe('found');
  expect(answers).toEqual([]);
});
