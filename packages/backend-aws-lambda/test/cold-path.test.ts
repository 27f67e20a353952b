import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { cloud, executor } from './support/lambda.js';

describe.skipIf(whyNoS3 !== undefined)(`what a function loads for its first call ${whyNoS3 ?? ''}`, () => {
  it('is one file of at most 100 kB zipped, with a store in S3', async () => {
    const exec = executor(await cloud());
    // An `import` is what needs more.
    const found = await exec.callAsync((root: string) => {
      const folder = process.env[root] ?? '';
      const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs');
      const { gzipSync } = process.getBuiltinModule('node:zlib');
      const { _cache } = process.getBuiltinModule('node:module').Module as unknown as { _cache: object };
      return {
        files: readdirSync(folder).sort(),
        loaded: Object.keys(_cache).map((file) => file.slice(folder.length + 1)),
        zippedBytes: gzipSync(readFileSync(`${folder}/index.js`), { level: 9 }).byteLength,
      };
    }, 'LAMBDA_TASK_ROOT');
    expect(found).toMatchObject({
      files: ['core.js', 'fan-out.js', 'index.js', 'nested-backend.js', 'storage.js'],
      loaded: ['index.js'],
    });
    expect(found.zippedBytes).toBeLessThanOrEqual(100_000);
  });
});
