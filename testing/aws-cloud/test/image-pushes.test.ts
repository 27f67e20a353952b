import { createHash } from 'node:crypto';
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AwsCloud, startAwsCloud } from '../src/index.js';
import { clientConfig } from './support/lambda-under-test.js';

async function registry(): Promise<{ readonly cloud: AwsCloud; readonly ecr: ECRClient }> {
  const cloud = await startAwsCloud();
  const ecr = new ECRClient(clientConfig(cloud));
  onTestFinished(async () => {
    ecr.destroy();
    await cloud.stop();
  });
  return { cloud, ecr };
}

const digestOf = (bytes: string): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

describe('pushing to the registry', () => {
  it('takes a login of the account and no other', async () => {
    const { cloud, ecr } = await registry();
    const ping = async (login: string): Promise<number> => {
      const headers = { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
      return (await fetch(`${cloud.endpoint}/v2/`, { headers })).status;
    };
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const login = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
    expect([
      await ping(login),
      await ping('AWS:guessed'),
      (await fetch(`${cloud.endpoint}/v2/`)).status,
    ]).toEqual([...[200, 401, 401]]);
  });

  it('needs a repository, the right digests, and all blobs', async () => {
    const { cloud, ecr } = await registry();
    const authorization = `Basic ${Buffer.from(`AWS:${cloud.images.newPassword()}`).toString('base64')}`;
    const send = (method: string, path: string, body?: string) =>
      fetch(new URL(path, cloud.endpoint), { method, headers: { authorization }, ...(body && { body }) });
    expect((await send('POST', '/v2/team/app/blobs/uploads/')).status).toBe(404);
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'team/app' }));
    const upload = async (): Promise<string> =>
      (await send('POST', '/v2/team/app/blobs/uploads/')).headers.get('location') ?? '';
    const config = JSON.stringify({ config: { Cmd: ['app.handler'], WorkingDir: '/srv' } });
    expect((await send('PUT', `${await upload()}?digest=${digestOf('other')}`, config)).status).toBe(400);
    const place = await upload();
    expect((await send('PATCH', place, config.slice(0, 10))).status).toBe(202);
    expect((await send('PATCH', place, config.slice(10))).status).toBe(202);
    expect((await send('PUT', `${place}?digest=${digestOf(config)}`)).status).toBe(201);
    expect((await send('HEAD', `/v2/team/app/blobs/${digestOf(config)}`)).status).toBe(200);
    const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: digestOf(config) }, layers: [] });
    expect((await send('PUT', '/v2/team/app/manifests/v1', manifest)).status).toBe(201);
    const [image] = cloud.images.find('us-east-1', 'team/app')?.images ?? [];
    expect(image).toMatchObject({
      digest: digestOf(manifest),
      handler: 'app.handler',
      tags: new Set(['v1']),
    });
    expect(image?.folder).toMatch(/\/srv$/);
  });
});

describe('a repository', () => {
  it('tells the tags that it was made with', async () => {
    const { ecr } = await registry();
    const tags = [{ Key: 'owner', Value: 'me' }];
    const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName: 'tagged', tags }));
    const resourceArn = repository?.repositoryArn;
    expect((await ecr.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(tags);
  });
});
