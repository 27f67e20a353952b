import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type Builtins,
  type Configuration,
  checkConfiguration,
  resolveConfiguration,
} from '../../src/config/index.js';
import type { Surroundings } from '../../src/config/surroundings.js';
import type { ExecutorOptions } from '../../src/executor/options.js';
import {
  defineComputePlugin,
  defineMonitorPlugin,
  defineSection,
  defineStoragePlugin,
} from '../../src/plugins/index.js';

const worker = new URL('file:///worker.js');

/** Stands for whatever a plug-in makes: shows what it was made from. */
export class Made extends Error {
  readonly config: unknown;
  constructor(config: unknown) {
    super('made');
    this.config = config;
  }
}

function make(config: unknown): never {
  throw new Made(config);
}

const awsSection = defineSection({
  access_key_id: { type: 'string', secret: true, doc: 'Key id' },
  secret_access_key: { type: 'string', secret: true, doc: 'Secret key' },
  region: { type: 'string', doc: 'Region' },
  account_id: { type: 'string', doc: 'Account' },
});

/** A compute plug-in with the keys that matter to configuration: required, typed, with units, secret, shared. */
export const lambda = defineComputePlugin({
  name: 'aws_lambda',
  shared: { aws: awsSection },
  section: defineSection({
    ...awsSection,
    execution_role: { type: 'string', required: true, doc: 'ARN of the role' },
    runtime_memory: { type: 'number', unit: 'MB', default: 256, doc: 'Memory' },
    runtime_timeout: { type: 'number', unit: 's', default: 180, doc: 'Time limit' },
    max_workers: { type: 'number', default: 1000, doc: 'Workers' },
    architecture: { type: ['x86_64', 'arm64'], default: 'x86_64', doc: 'CPU' },
    subnets: { type: 'string[]', doc: 'Subnets' },
    env_vars: { type: 'object', doc: 'Variables' },
    remote_invoker: { type: 'boolean', doc: 'Fan out from the cloud' },
  }),
  worker,
  create: make,
});

export const s3 = defineStoragePlugin({
  name: 'aws_s3',
  shared: { aws: awsSection },
  section: defineSection({
    region: { type: 'string', doc: 'Region' },
    endpoint: { type: 'string', doc: 'Address' },
  }),
  worker,
  create: make,
});

export const rabbit = defineMonitorPlugin({
  name: 'rabbitmq',
  section: defineSection({ amqp_url: { type: 'string', required: true, secret: true, doc: 'Address' } }),
  worker,
  create: make,
});

const compute = defineComputePlugin({ name: 'localhost', section: {}, worker, create: make });
const storage = defineStoragePlugin({ name: 'localhost', section: {}, worker, create: make });
const monitor = defineMonitorPlugin({ name: 'storage', section: {}, worker, create: make });

/** What core brings itself. */
export const builtins: Builtins = { compute: [compute], storage: [storage], monitor: [monitor] };

/** The same and plug-ins that are otherwise packages of their own. */
export const installed: Builtins = {
  compute: [compute, lambda],
  storage: [storage, s3],
  monitor: [monitor, rabbit],
};

/** A new folder with these files, removed when the test ends. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'lithops-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A process that runs in that folder, with nothing else configured. */
export function surroundings(
  workingDirectory: string,
  environment: Readonly<Record<string, string>> = {},
): Surroundings {
  return {
    workingDirectory,
    environment,
    homeDirectory: join(workingDirectory, 'home'),
    systemFile: join(workingDirectory, 'etc', 'lithops'),
  };
}

/** A configuration of AWS, as the documents show it. */
export const awsFile = `
lithops:
  backend: aws_lambda
  storage_bucket: thumbs
aws:
  access_key_id: AKIA123456
  secret_access_key: wJalrXUtnFEMI
  region: eu-west-1
aws_lambda:
  execution_role: arn:aws:iam::1:role/lithops
  runtime_memory: 512
`;

/** What a configuration is resolved from. */
export interface Given {
  readonly file?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly options?: ExecutorOptions;
}

/** Resolves it, with plug-ins for AWS and RabbitMQ installed. */
export function resolve({ file, environment, options }: Given = {}): Configuration {
  const folder = folderWith(file === undefined ? {} : { '.lithops_config': file });
  return resolveConfiguration(options ?? {}, installed, surroundings(folder, environment));
}

/** All problems of a configuration, as `CODE message` with the file's folder left out. */
export function problems(
  file: string | undefined,
  environment = {},
  options: ExecutorOptions = {},
): readonly string[] {
  const folder = folderWith(file === undefined ? {} : { '.lithops_config': file });
  const check = checkConfiguration(options, installed, surroundings(folder, environment));
  return check.problems.map(({ code, message }) => `${code} ${message.replaceAll(folder, '')}`);
}
