import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FunctionExecutor } from '@lithops/core';
import { memoryStorage } from '@lithops/core/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { cloud, type LambdaOptions, lambda } from './support/lambda.js';

/** Functions run on this machine's processor in the double. */
const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

/** Nothing that was installed before is taken. */
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'lithops-packages-'));
  // Functions run as another user.
  await chmod(scratch, 0o755);
  vi.stubEnv('TMPDIR', scratch);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(scratch, { recursive: true });
});

async function withSharp(options: LambdaOptions): Promise<FunctionExecutor> {
  const backend = lambda(await cloud(), { runtimeMemoryMb: 1024, ...options });
  const exec = new FunctionExecutor({ backend, storage: memoryStorage(), packages: ['sharp'] });
  onTestFinished(() => exec.close());
  return exec;
}

/** The picture as JPEG, an eighth as wide and high. */
async function shrink(picture: Buffer): Promise<Buffer> {
  const { width = 0 } = await sharp(picture).metadata();
  return sharp(picture)
    .resize(width / 8)
    .jpeg()
    .toBuffer();
}

/** What of sharp is native code in the function's folder, and the processor that each file is for, as ELF numbers it. */
async function nativeFiles(): Promise<Readonly<Record<string, number>>> {
  const { openSync, readdirSync, readSync } = await import('node:fs');
  const { join } = await import('node:path');
  const below = join(process.env['LAMBDA_TASK_ROOT'] ?? '', 'node_modules');
  const names = readdirSync(below, { recursive: true, encoding: 'utf8' });
  const native = names.filter((name) => /\.(node|so[.\d]*)$/.test(name));
  const machines = native.map((name) => {
    const head = Buffer.alloc(20);
    readSync(openSync(join(below, name), 'r'), head);
    return [name.replace(/\/lib\/.*/, ''), head.readUInt16LE(18)] as const;
  });
  return Object.fromEntries(machines);
}

describe('packages with native code', () => {
  it('are beside the worker: an image is resized with sharp, of the version that is installed here', async () => {
    const exec = await withSharp({ architecture });
    const create = { width: 640, height: 480, channels: 3, background: 'teal' } as const;
    const small = await exec.callAsync(shrink, await sharp({ create }).png().toBuffer());
    expect(await sharp(small).metadata()).toMatchObject({ format: 'jpeg', width: 80, height: 60 });
    expect(await exec.callAsync((_: number) => sharp.versions, 1)).toEqual(sharp.versions);
  });

  it.each([
    ['x86_64', 'x64', 0x3e],
    ['arm64', 'arm64', 0xb7],
  ] as const)('are for %s when functions are', async (wanted, cpu, machine) => {
    const exec = await withSharp({ architecture: wanted });
    const found = await exec.callAsync(nativeFiles, undefined);
    expect(found).toEqual({
      [`@img/sharp-linux-${cpu}`]: machine,
      [`@img/sharp-libvips-linux-${cpu}`]: machine,
    });
  });

  it('are refused with the line that has them installed, where nobody asked for them', async () => {
    const exec = new FunctionExecutor({ backend: lambda(await cloud()), storage: memoryStorage() });
    onTestFinished(() => exec.close());
    expect(() => exec.callAsync(shrink, Buffer.alloc(0))).toThrow("`packages: ['sharp']`");
  });
});
