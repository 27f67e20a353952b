import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../../scripts/setup/command.mjs';

/** A job on a Lambda that nobody answers for: the backend was found and loaded, its worker bundled, and deploying begun. */
const job = `
async function main({ FunctionExecutor }) {
  const exec = new FunctionExecutor({
    config: {
      lithops: { backend: 'aws_lambda', storage_bucket: 'any' },
      aws: { access_key_id: 'a', secret_access_key: 'b', region: 'eu-west-1' },
      aws_lambda: { execution_role: 'arn:aws:iam::123456789012:role/any', endpoint: 'http://127.0.0.1:9' },
    },
  });
  try {
    await exec.callAsync((n) => n, 1);
  } catch (error) {
    console.log(error.code, /to deploy the function lithops-/.test(error.message));
  } finally {
    await exec.close();
  }
}
`;

describe('calls on Lambda, from the packed packages in an empty project', () => {
  const cwd = inject('project');

  it.each([
    ['lambda.mjs', "import * as core from '@lithops/core';\n", 'await main(core);\n'],
    ['lambda.cjs', "const core = require('@lithops/core');\n", 'main(core);\n'],
  ])('the backend is found by its name, and bundles its worker: %s', async (file, begin, end) => {
    await writeFile(path.join(cwd, file), `${begin}${job}${end}`);
    const output = await run(process.execPath, [file], { cwd, timeoutMs: 60_000 });
    expect(output.trim()).toBe('LITHOPS_SERVICE_UNAVAILABLE true');
  });
});
