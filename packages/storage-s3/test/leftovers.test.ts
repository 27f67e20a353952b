import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StorageBackend } from '@lithops/core/spec';
import { ceph } from '@lithops/storage-s3';
import { faults, startFaultProxy } from '@lithops/testing-services';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { configurationFile } from './support/configuration.js';
import { type Program, programOnCeph } from './support/executor.js';
import { lithops } from './support/lithops.js';
import { runProgram } from './support/program.js';

const ofAnother = 'lithops.jobs/zzzzzz-0lz4k9x2q7w3e1/M0001/status/00000000.01.ok';
const own = 'lithops.jobs.txt';
/** On a busy machine, too. */
const soon = { timeout: 60_000 };

/** Ids of the plain executor and of the job that is kept. */
interface Begun {
  readonly plain: string;
  readonly kept: string;
}

/** A program of this user's that was killed in the middle of its jobs, beside another user's data. */
async function killedProgram(): Promise<Program & Begun> {
  const program = await programOnCeph();
  const { store, temporary } = program;
  for (const key of [ofAnother, own]) await store.put(temporary, key, Buffer.from('x'));
  const child = start(await configured(temporary));
  const { plain, kept } = await firstLine(child);
  await expect
    .poll(() => keysBelow(store, temporary, `lithops.jobs/${plain}`), soon)
    .toEqual(
      expect.arrayContaining([expect.stringMatching(/\/status\//), expect.stringMatching(/\/objects\//)]),
    );
  await expect
    .poll(() => keysBelow(store, temporary, `lithops.jobs/${kept}`), soon)
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/\/manifest\.json$/),
        expect.stringMatching(/\/input\/0{7}1$/),
      ]),
    );
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { ...program, plain, kept };
}

function start(configFile: string): ChildProcess {
  const file = fileURLToPath(new URL('programs/killed.mjs', import.meta.url));
  const child = spawn(process.execPath, [file, configFile], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function firstLine({ stdout }: ChildProcess): Promise<Begun> {
  if (stdout === null) throw new Error('Expected to hear of the program.');
  for await (const line of createInterface(stdout)) return JSON.parse(line);
  throw new Error('Expected the program to say what it has begun.');
}

async function configured(bucket: string): Promise<string> {
  const { endpoint, credentials } = s3UnderTest();
  return configurationFile(`
lithops: { storage: ceph, storage_bucket: ${bucket} }
ceph:
  endpoint: ${endpoint}
  access_key_id: ${credentials.accessKeyId}
  secret_access_key: ${credentials.secretAccessKey}
`);
}

async function keysBelow(store: StorageBackend, bucket: string, prefix = ''): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const page of store.list(bucket, prefix)) keys.push(...page.map(({ key }) => key));
  return keys;
}

/** The command in two days: only what is over a day old was left by a crash. */
function inTwoDays(bucket: string, args: readonly string[]) {
  const clock = 'const { now } = Date; Date.now = () => now() + 48 * 60 * 60 * 1000;';
  return lithops(bucket, args, {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(clock)}`,
  });
}

describe.skipIf(whyNoS3 !== undefined)(`what a killed program leaves in S3 ${whyNoS3 ?? ''}`, () => {
  it('is deleted by lithops clean a day later, but for cloud objects, what is kept, and what is of others', async () => {
    const { store, temporary, plain, kept } = await killedProgram();
    const left = await keysBelow(store, temporary);
    expect((await lithops(temporary, ['clean'])).stdout).toMatch(/^Nothing to clean/);
    expect(await keysBelow(store, temporary)).toEqual(left);

    const { code, stdout, stderr } = await inTwoDays(temporary, ['clean']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      new RegExp(`^Deleted \\d+ objects? of ${plain},.*but for 1 cloud object\\.$`, 'm'),
    );
    const stays = (key: string) => !key.startsWith(`lithops.jobs/${plain}`) || key.includes('/objects/');
    const now = await keysBelow(store, temporary);
    expect(now).toEqual(left.filter(stays));
    expect(now).toEqual(expect.arrayContaining([ofAnother, own, `lithops.jobs/${kept}/manifest.json`]));
  });

  it('is deleted by lithops clean --all but for what is of others', async () => {
    const { store, temporary } = await killedProgram();
    expect((await lithops(temporary, ['clean', '--all'])).code).toBe(0);
    expect(await keysBelow(store, temporary)).toEqual([own, ofAnother]);
  });

  it('is kept of a persisted job until its results were read', async () => {
    const { store, temporary, plain, kept } = await killedProgram();
    expect((await inTwoDays(temporary, ['clean'])).code).toBe(0);
    await store.put(temporary, 'go', Buffer.from(''));
    const { stdout } = await runProgram('killed.mjs', await configured(temporary), kept);
    expect(JSON.parse(stdout)).toEqual([0, 2, 4, 6]);
    expect(await keysBelow(store, temporary, `lithops.jobs/${kept}`)).toEqual([]);
    expect(await keysBelow(store, temporary, `lithops.jobs/${plain}`)).toEqual([
      expect.stringMatching(/\/objects\//),
    ]);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`a cleaner that may not delete ${whyNoS3 ?? ''}`, () => {
  it('says what it leaves, which lithops clean then deletes', async () => {
    const { open, store, temporary, left } = await programOnCeph();
    const { endpoint, credentials } = s3UnderTest();
    const proxy = await startFaultProxy({ target: endpoint });
    onTestFinished(() => proxy.stop());
    proxy.inject(faults.accessDenied(), { operation: 'DeleteObjects' });
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => stderr.mockRestore());
    const exec = open({
      storage: ceph({ endpoint: proxy.endpoint, ...credentials }),
      monitoring: 'storage',
    });
    expect(await exec.map((x: number) => x, [1, 2, 3])).toEqual([1, 2, 3]);
    await exec.close();
    const prefix = `lithops.jobs/${exec.executorId}/`;
    const said = stderr.mock.calls.map(([text]) => String(text));
    expect(said).toContainEqual(
      expect.stringContaining(`Temporary objects are left in bucket "${temporary}" below ${prefix}`),
    );
    expect(await left()).not.toEqual([]);
    expect((await lithops(temporary, ['clean', '--all'])).code).toBe(0);
    expect(await keysBelow(store, temporary)).toEqual([]);
  });
});
