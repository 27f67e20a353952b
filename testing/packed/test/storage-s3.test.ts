import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../../scripts/setup/command.mjs';

/** A job whose calls ask a store that nobody answers for: the worker has found and loaded it, and says so itself. */
const job = `
async function main({ FunctionExecutor }) {
  const exec = new FunctionExecutor({
    config: {
      lithops: { storage: 'ceph', storage_bucket: 'any' },
      ceph: { endpoint: 'http://127.0.0.1:9', access_key_id: 'a', secret_access_key: 'b', max_attempts: 1 },
    },
  });
  try {
    await exec.callAsync((key, ctx) => ctx.storage.getObject('any', key), 'a');
  } catch (error) {
    console.log(error.code, error.message.includes('http://127.0.0.1:9'));
  } finally {
    await exec.close();
  }
}
`;

describe('storage in S3, from the packed packages in an empty project', () => {
  const cwd = inject('project');

  it.each([
    ['store.mjs', "import * as core from '@lithops/core';\n", 'await main(core);\n'],
    ['store.cjs', "const core = require('@lithops/core');\n", 'main(core);\n'],
  ])('is found by its name and loaded in workers: %s', async (file, begin, end) => {
    await writeFile(path.join(cwd, file), `${begin}${job}${end}`);
    const output = await run(process.execPath, [file], { cwd, timeoutMs: 60_000 });
    expect(output.trim()).toBe('LITHOPS_SERVICE_UNAVAILABLE true');
  });

  it('is the same plug-in imported and required', async () => {
    const program = `
      import { createRequire } from 'node:module';
      import * as imported from '@lithops/storage-s3';
      const required = createRequire(import.meta.url)('@lithops/storage-s3');
      const names = ['awsS3', 'ceph', 'minio', 'ibmCos'];
      console.log(names.map((name) => imported[name].name + (imported[name] === required[name])).join(' '));
    `;
    const output = await run(process.execPath, ['--input-type=module', '-e', program], { cwd });
    expect(output.trim()).toBe('aws_s3true cephtrue miniotrue ibm_costrue');
  });
});
