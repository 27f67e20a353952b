import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { s3UnderTest } from '@lithops/testing-services/s3';

/** What a command line came to. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = `
  import { run } from ${JSON.stringify(import.meta.resolve('@lithops/cli'))};
  process.exitCode = await run(process.argv.slice(1));
`;

/** Runs `lithops` in a process of its own, on the server under test. */
export async function lithops(
  bucket: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input: string | Uint8Array = '',
): Promise<Ended> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', main, '--', ...args], {
    env: { ...process.env, ...configuration(bucket), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve).on('error', reject);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

function configuration(bucket: string): Readonly<Record<string, string>> {
  const { endpoint, credentials } = s3UnderTest();
  return {
    LITHOPS_STORAGE: 'ceph',
    LITHOPS_STORAGE_BUCKET: bucket,
    LITHOPS__CEPH__ENDPOINT: endpoint,
    LITHOPS__CEPH__ACCESS_KEY_ID: credentials.accessKeyId,
    LITHOPS__CEPH__SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
}
