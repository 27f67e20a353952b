import type { IncomingMessage, ServerResponse } from 'node:http';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { LoopbackServer } from '@lithops/testing-services';
import { expect, it, onTestFinished, vi } from 'vitest';
import { S3Connection } from './s3-connection.js';
import { settingsOf } from './s3-settings.js';

const EXPIRED = '<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>';

/** An S3 that takes what is signed with that key, and says of all others that they have expired. */
async function storeThatTakes(accessKeyId: string) {
  const bodies: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks = await request.toArray();
    if (request.headers.authorization?.includes(`Credential=${accessKeyId}/`) !== true) {
      response.writeHead(400, { 'content-type': 'application/xml' }).end(EXPIRED);
      return;
    }
    bodies.push(Buffer.concat(chunks).toString());
    response.writeHead(200).end();
  };
  const server = await LoopbackServer.start((request, response) => void answer(request, response));
  onTestFinished(() => server.stop());
  return { endpoint: server.endpoint, bodies };
}

it('sends again, with the keys that the provider has by then, what was refused because its keys had expired', async () => {
  const { endpoint, bodies } = await storeThatTakes('second');
  const provide = vi
    .fn()
    .mockResolvedValue({ accessKeyId: 'second', secretAccessKey: 'b' })
    .mockResolvedValueOnce({ accessKeyId: 'first', secretAccessKey: 'a' });
  const common = {
    checksums: 'when_required',
    connect_timeout: 5,
    idle_timeout: 30,
    max_attempts: 1,
  } as const;
  const keys = { access_key_id: 'unused', secret_access_key: 'unused' };
  const settings = settingsOf('ceph', { ...common, ...keys, endpoint });
  const connection = new S3Connection(settings, { credentials: provide });
  onTestFinished(() => connection.close());
  const command = new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: Buffer.from('kept') });
  await connection.sendRaw('bucket', (client) => client.send(command));
  expect(bodies).toEqual(['kept']);
  expect(provide).toHaveBeenCalledTimes(2);
});
