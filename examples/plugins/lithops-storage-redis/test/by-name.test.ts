import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FunctionExecutor } from '@lithops/core';
import { redisUnderTest, whyNoRedis } from '@lithops/testing-services/redis';
import { describe, expect, it, onTestFinished } from 'vitest';

const here = fileURLToPath(new URL('..', import.meta.url));

/** A project that has installed this package and names it in its configuration. */
async function project(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-storage-redis-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(path.join(folder, 'node_modules'));
  await symlink(here, path.join(folder, 'node_modules', 'lithops-storage-redis'));
  const configFile = path.join(folder, '.lithops_config');
  const lines = [
    'lithops:',
    '  storage: redis',
    '  storage_bucket: named',
    'redis:',
    `  url: ${redisUnderTest().url}`,
  ];
  await writeFile(configFile, lines.join('\n'));
  return configFile;
}

describe.skipIf(whyNoRedis !== undefined)(`storage: redis ${whyNoRedis ?? ''}`, () => {
  it('is found beside the configuration file that names it', async () => {
    await using exec = new FunctionExecutor({ configFile: await project() });
    const sizes = await exec.map(
      async (name: string, ctx) => {
        await ctx.storage.putObject(ctx.storage.bucket, name, name);
        return (await ctx.storage.headObject(ctx.storage.bucket, name)).size;
      },
      ['a', 'bcd'],
    );
    expect(sizes).toEqual([1, 3]);
  });
});
