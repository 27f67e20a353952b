import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { awsLambda } from '@lithops/backend-aws-lambda';
import { FunctionExecutor } from '@lithops/core';
import { RuntimeAdmin } from '@lithops/core/config';
import { memoryStorage } from '@lithops/core/testing';
import { type AwsCloud, startAwsCloud } from '@lithops/testing-aws-cloud';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ask, podman, whyNot } from '../src/executors.js';

/** A folder with a Dockerfile that begins with the image of these tests, and what it copies. */
function ownImage(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lithops-own-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    path.join(folder, 'Dockerfile'),
    `FROM ${podman().image}\nCOPY note.txt /var/task/note.txt\n`,
  );
  writeFileSync(path.join(folder, 'note.txt'), 'from the Dockerfile');
  return folder;
}

/** There is a docker without a daemon, and a podman whose ECR is that cloud. */
function onlyPodman({ endpoint }: AwsCloud, folder: string): void {
  const found = execFileSync('which', ['podman'], { encoding: 'utf8' }).trim();
  const program = fileURLToPath(new URL('../src/podman-to.mjs', import.meta.url));
  const script = `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`;
  writeFileSync(path.join(folder, 'podman'), script, { mode: 0o755 });
  writeFileSync(path.join(folder, 'docker'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env['PATH']}`);
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv(
    'PODMAN_TO',
    JSON.stringify({
      podman: found,
      engineArguments: podman().engineArguments,
      registry: new URL(endpoint).host,
      authFile: path.join(folder, 'auth.json'),
    }),
  );
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe.skipIf(whyNot !== undefined)(`an image for Lambda ${whyNot ?? ''}`, () => {
  it('is built and pushed by a real engine, and its worker runs calls', { timeout: 240_000 }, async () => {
    await using aws = await startAwsCloud();
    const folder = ownImage();
    onlyPodman(aws, folder);
    const { accessKeyId, secretAccessKey } = aws.credentials;
    const place = {
      backend: awsLambda({
        executionRole: `arn:aws:iam::${aws.accountId}:role/lithops`,
        architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
        ...{ region: aws.region, accessKeyId, secretAccessKey },
      }),
      storage: memoryStorage(),
      runtime: 'real:1',
    };
    let output = '';
    await using runtimes = await RuntimeAdmin.open(place);
    const dockerfile = path.join(folder, 'Dockerfile');
    await runtimes.build(dockerfile, (text) => (output += text), new AbortController().signal);
    expect(output).toContain('COPY lithops/ /var/task/lithops/');
    await using exec = new FunctionExecutor(place);
    const read = await exec.callAsync(async (name: string) => {
      const { readFileSync } = await import('node:fs');
      return readFileSync(`${process.env['LAMBDA_TASK_ROOT']}/${name}`, 'utf8');
    }, 'note.txt');
    expect(read).toBe('from the Dockerfile');
    vi.unstubAllEnvs();
    expect(ask('images', '--format', '{{.Repository}}')).not.toContain('lithops-base');
  });
});
