import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCredentials } from '@lithops/testing-aws-cloud';
import { onTestFinished, vi } from 'vitest';

function configFile(lines: (folder: string) => readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'lithops-profile-'));
  const file = join(folder, 'config');
  writeFileSync(file, lines(folder).join('\n'));
  vi.stubEnv('AWS_CONFIG_FILE', file);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A profile with these keys, in a file of AWS that is there for this test. */
export function profileWith(name: string, keys: AwsCredentials): void {
  configFile(() => [
    `[profile ${name}]`,
    `aws_access_key_id = ${keys.accessKeyId}`,
    `aws_secret_access_key = ${keys.secretAccessKey}`,
    ...(keys.sessionToken === undefined ? [] : [`aws_session_token = ${keys.sessionToken}`]),
  ]);
}

/** A profile whose keys a program gives, which is asked again when they expire. @returns sets what it gives from now on */
export function profileOfProgram(name: string): (keys: AwsCredentials, expiresAt: Date) => void {
  const folder = configFile((of) => [
    `[profile ${name}]`,
    `credential_process = ${process.execPath} -e "process.stdout.write(require('fs').readFileSync('${of}/keys'))"`,
  ]);
  return ({ accessKeyId, secretAccessKey, sessionToken }, expiresAt) => {
    const answer = {
      Version: 1,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiresAt.toISOString(),
    };
    writeFileSync(join(folder, 'keys'), JSON.stringify(answer));
  };
}
