import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { cloud, lambdaOptions, ownStoreOptions } from './support/lambda.js';

const program = fileURLToPath(new URL('programs/job.mjs', import.meta.url));

/** Without the variables by which test runners and pnpm's commands let packages find each other. */
const { NODE_PATH: _path, NODE_OPTIONS: _options, ...environment } = process.env;

describe.skipIf(whyNoS3 !== undefined)(`a program on Lambda and S3 ${whyNoS3 ?? ''}`, () => {
  it('finds the SDKs as pnpm installs them, also where its stderr is a pipe', async () => {
    const how = { lambda: lambdaOptions(await cloud()), store: ownStoreOptions() };
    const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(how)], {
      env: environment,
      timeout: 100_000,
    });
    expect(stdout).toBe('[1,4,9]\n');
  });
});
