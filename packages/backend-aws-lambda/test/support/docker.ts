import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { onTestFinished, vi } from 'vitest';

/** One call of the double of docker. */
export interface DockerCall {
  readonly command: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly dockerfile?: string;
}

const program = fileURLToPath(new URL('../programs/docker.mjs', import.meta.url));

/**
 * For this test, `docker` is a program that pushes to that cloud, and there is no podman. ECR and the logs are that cloud's.
 * @returns what it was called with so far
 */
export function dockerOf({ endpoint }: AwsCloud): () => readonly DockerCall[] {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'bin'));
  chmodSync(program, 0o755);
  symlinkSync(program, path.join(folder, 'bin', 'docker'));
  symlinkSync(process.execPath, path.join(folder, 'bin', 'node'));
  for (const name of ['tar', 'env']) symlinkSync(`/usr/bin/${name}`, path.join(folder, 'bin', name));
  writeFileSync(path.join(folder, 'calls.jsonl'), '');
  vi.stubEnv('PATH', path.join(folder, 'bin'));
  vi.stubEnv('DOUBLE_DOCKER_HOME', folder);
  vi.stubEnv('DOUBLE_DOCKER_REGISTRY', endpoint);
  otherServicesOf({ endpoint });
  const read = (): readonly DockerCall[] =>
    readFileSync(path.join(folder, 'calls.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return read;
}

/** The backend's `endpoint` is that of Lambda alone. */
export function otherServicesOf({ endpoint }: Pick<AwsCloud, 'endpoint'>): void {
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  onTestFinished(() => void vi.unstubAllEnvs());
}

/** A folder that others may read, removed when the test ends. */
export function temporaryFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lithops-lambda-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}
