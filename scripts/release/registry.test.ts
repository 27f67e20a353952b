import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LoopbackRegistry, startRegistry } from './registry.js';

let folder: string;
let registry: LoopbackRegistry;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'lithops-registry-')));
  registry = await startRegistry(folder);
});

afterEach(async () => {
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What npm sends to publish a package of one version. */
function publication(name: string): string {
  const manifest = { name, version: '1.0.0', dist: { tarball: `${registry.url}${name}/-/any-1.0.0.tgz` } };
  const data = Buffer.from('any').toString('base64');
  return JSON.stringify({
    _id: name,
    name,
    'dist-tags': { latest: '1.0.0' },
    versions: { '1.0.0': manifest },
    _attachments: { 'any-1.0.0.tgz': { content_type: 'application/octet-stream', data, length: 3 } },
  });
}

describe('the registry on this machine', { timeout: 60_000 }, () => {
  it.each(['@lithops/core', 'lithops'])('takes %s from anybody, and serves it', async (name) => {
    const url = `${registry.url}${name.replace('/', '%2f')}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'PUT', headers, body: publication(name) });
    expect(answer.status).toBe(201);
    expect(await (await fetch(`${url}/1.0.0`)).json()).toMatchObject({ name, version: '1.0.0' });
  });

  it.each(['@lithops/core', 'lithops', 'yaml'])('has no %s that was not published to it', async (name) => {
    expect((await fetch(`${registry.url}${name.replace('/', '%2f')}`)).status).toBe(404);
  });
});
