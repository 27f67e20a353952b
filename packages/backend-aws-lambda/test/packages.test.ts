import { FunctionExecutor } from '@lithops/core';
import { memoryStorage } from '@lithops/core/testing';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud, lambda } from './support/lambda.js';

/** Runs in the double, so on this machine's processor. */
const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

describe('packages with native code', () => {
  it('are installed beside the worker: an image is resized with sharp', async () => {
    const exec = new FunctionExecutor({
      backend: lambda(await cloud(), { architecture, runtimeMemoryMb: 1024 }),
      storage: memoryStorage(),
      packages: ['sharp'],
    });
    onTestFinished(() => exec.close());
    const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const [small, versions] = await exec.callAsync(
      async (bytes: Buffer) =>
        [await sharp(bytes).resize(64, 48).jpeg().toBuffer(), sharp.versions] as const,
      picture,
    );
    expect(await sharp(small).metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 48 });
    expect(versions).toEqual(sharp.versions);
  });
});
