import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FunctionExecutor, Storage } from '@lithops/core';
import { awsS3 } from '@lithops/storage-s3';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openCeph, ownBucket } from './support/store.js';

afterEach(() => vi.unstubAllEnvs());

/** Variables of this machine that would answer in the place of what the tests set. */
function forgetEverything(): void {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
    vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
}

/** A profile whose credentials come from a program, which notes each time that it is asked. They are good for a minute. */
async function profileWithProgram(): Promise<{ readonly asked: () => Promise<number> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-s3-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { accessKeyId, secretAccessKey } = s3UnderTest().credentials;
  const notes = path.join(folder, 'notes');
  const program = path.join(folder, 'program');
  const answer = `{"Version":1,"AccessKeyId":"${accessKeyId}","SecretAccessKey":"${secretAccessKey}","Expiration":"'"$(date -u -d '+1 minute' +%Y-%m-%dT%H:%M:%SZ)"'"}`;
  await writeFile(program, `#!/bin/sh\necho asked >> ${notes}\necho '${answer}'\n`);
  await chmod(program, 0o700);
  await writeFile(path.join(folder, 'config'), `[profile made]\ncredential_process = ${program}\n`);
  vi.stubEnv('AWS_CONFIG_FILE', path.join(folder, 'config'));
  return { asked: async () => (await readFile(notes, 'utf8')).trim().split('\n').length };
}

describe.skipIf(whyNoS3 !== undefined)(`credentials of the provider chain ${whyNoS3 ?? ''}`, () => {
  it('are those of the profile that the configuration names, and are renewed when they are about to expire', async () => {
    forgetEverything();
    const bucket = await ownBucket(await openCeph());
    const { asked } = await profileWithProgram();
    const { endpoint } = s3UnderTest();
    const storage = new Storage({
      storage: awsS3({ endpoint, configProfile: 'made', storageBucket: bucket }),
    });
    onTestFinished(() => storage.close());
    await storage.putObject(bucket, 'a', 'a');
    const first = await asked();
    expect(await storage.listKeys(bucket)).toEqual(['a']);
    await storage.deleteObject(bucket, 'a');
    expect(await asked()).toBeGreaterThan(first);
  });

  it('are found by workers themselves', async () => {
    forgetEverything();
    const bucket = await ownBucket(await openCeph());
    const { asked } = await profileWithProgram();
    const { endpoint } = s3UnderTest();
    const storage = awsS3({ endpoint, configProfile: 'made', storageBucket: bucket });
    const exec = new FunctionExecutor({ storage });
    onTestFinished(() => exec.close());
    await exec.callAsync((key: string, ctx) => ctx.storage.putObject(ctx.storage.bucket, key, key), 'a');
    expect(await asked()).toBeGreaterThan(0);
  });

  it('that are nowhere are LITHOPS_NO_CREDENTIALS, and nothing is sent without', async () => {
    forgetEverything();
    const bucket = await ownBucket(await openCeph());
    const storage = new Storage({
      storage: awsS3({ endpoint: s3UnderTest().endpoint, storageBucket: bucket }),
    });
    onTestFinished(() => storage.close());
    await expect(storage.getObject(bucket, 'a')).rejects.toMatchObject({
      code: 'LITHOPS_NO_CREDENTIALS',
      message: expect.stringContaining('anonymous: true'),
    });
  });
});
