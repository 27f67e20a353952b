import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { onTestFinished } from 'vitest';

/** What a command line came to. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = `
  import { run } from ${JSON.stringify(import.meta.resolve('@lithops/cli'))};
  process.exitCode = await run(process.argv.slice(2));
`;

/** Somebody with a configuration file and some variables, and nothing else. */
export class Installation {
  readonly configFile: string;
  readonly #home: string;
  readonly #main: string;
  readonly #environment: Readonly<Record<string, string>>;

  private constructor(home: string, environment: Readonly<Record<string, string>>) {
    this.#home = home;
    this.#main = path.join(home, 'lithops.mjs');
    this.configFile = path.join(home, 'config');
    this.#environment = environment;
  }

  /** @param yaml the configuration; @param environment such as `cloud.env` */
  static async with(yaml: string, environment: Readonly<Record<string, string>>): Promise<Installation> {
    const home = await mkdtemp(path.join(tmpdir(), 'lithops-lambda-test-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    const made = new Installation(home, environment);
    await writeFile(made.configFile, yaml);
    await writeFile(made.#main, main);
    return made;
  }

  /** Runs `lithops` with these words in a process of its own. */
  async lithops(...args: readonly string[]): Promise<Ended> {
    const child = spawn(process.execPath, [this.#main, ...args], {
      // Where plug-ins are looked for: they are installed here.
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: {
        PATH: process.env['PATH'],
        HOME: this.#home,
        TMPDIR: this.#home,
        LITHOPS_CONFIG_FILE: this.configFile,
        ...this.#environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 100_000,
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('close', resolve).on('error', reject);
    });
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, stdout, stderr };
  }
}

/** A configuration for that cloud, as a file. */
export function configurationOf({ accountId }: AwsCloud, bucket: string, more = ''): string {
  return `lithops:
  backend: aws_lambda
  storage: aws_s3
  storage_bucket: ${bucket}
aws_lambda:
  execution_role: arn:aws:iam::${accountId}:role/lithops
${more}`;
}
