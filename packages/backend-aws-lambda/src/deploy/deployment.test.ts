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

/** A Lambda whose function is like that whenever there is one; tells which requests changed something. */
async function stuck(shown: object): Promise<{ client: LambdaClient; changes: string[] }> {
  const changes: string[] = [];
  let isThere = true;
  const answer: RequestListener = ({ method = '', url }, response) => {
    if (method !== 'GET') changes.push(`${method} ${url?.split('/functions')[1]}`);
    if (method === 'DELETE') isThere = false;
    if (method === 'POST') isThere = true;
    if (isThere) response.writeHead(200).end(JSON.stringify(shown));
    else response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' }).end('{}');
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const client = new LambdaClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
  onTestFinished(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { client, changes };
}

describe('a function that cannot be made of its image', () => {
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
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
