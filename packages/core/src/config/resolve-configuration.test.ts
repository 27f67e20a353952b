import { describe, expect, it } from 'vitest';
import {
  awsFile,
  builtins,
  folderWith,
  type Given,
  lambda,
  Made,
  resolve,
  s3,
  surroundings,
} from '../../test/support/configuration.js';
import { defineComputePlugin } from '../plugins/index.js';
import type { PluginContext } from '../spec/plugin.js';
import type { Section } from '../spec/section.js';
import { resolveConfiguration, resolveStorageConfiguration } from './index.js';

const context: PluginContext = {
  log: { info: () => {}, debug: () => {}, warn: () => {} },
  cacheDirectory: '/cache',
  userHash: 'abcdef',
  name: (part) => part,
};

describe('without any configuration', () => {
  it('runs on this machine and keeps data on it', () => {
    const configuration = resolveConfiguration({}, builtins, surroundings(folderWith()));
    expect(configuration.mode).toBe('localhost');
    expect(configuration.compute.plugin.name).toBe('localhost');
    expect(configuration.storage.plugin.name).toBe('localhost');
    expect(configuration.monitoring).toBe('auto');
    expect(configuration.source).toBeUndefined();
    expect(configuration.warnings).toEqual([]);
  });

  it('has the defaults of the documents in units of TypeScript', () => {
    expect(resolve().lithops).toEqual({
      storageBucket: undefined,
      dataCleaner: true,
      workers: undefined,
      dataLimitMb: 4,
      executionTimeoutMs: 1_800_000,
      includeModules: [],
      excludeModules: [],
      retries: undefined,
      persist: false,
      monitoringIntervalMs: undefined,
      chunkSize: undefined,
      log: {
        level: 'warning',
        format: '%(asctime)s [%(levelname)s] %(name)s -- %(message)s',
        stream: 'stderr',
        filename: undefined,
      },
    });
    expect(Object.values(resolve().worker)).toEqual(Array(7).fill(undefined));
  });

  it('takes an empty file, one of comments only and empty sections for no configuration', () => {
    for (const file of ['', '# nothing yet\n', 'lithops:\naws_lambda:\n', '{}']) {
      expect(resolve({ file }).mode).toBe('localhost');
    }
  });
});

describe('a configuration file', () => {
  it('chooses backend, mode and the storage of the same cloud', () => {
    const configuration = resolve({ file: awsFile });
    expect(configuration.mode).toBe('serverless');
    expect(configuration.compute.plugin.name).toBe('aws_lambda');
    expect(configuration.storage.plugin.name).toBe('aws_s3');
    expect(configuration.lithops.storageBucket).toBe('thumbs');
    expect(configuration.source).toMatch(/\.lithops_config$/);
  });

  it("gives a plug-in its section, completed from its vendor's", () => {
    const configuration = resolve({ file: awsFile });
    expect(configuration.compute.sections['aws_lambda']).toMatchObject({
      execution_role: 'arn:aws:iam::1:role/lithops',
      runtime_memory: 512,
      runtime_timeout: 180,
      region: 'eu-west-1',
      secret_access_key: 'wJalrXUtnFEMI',
    });
    expect(configuration.storage.sections['aws_s3']).toEqual({ region: 'eu-west-1' });
    expect(() => configuration.compute.create(context)).toThrow(
      expect.objectContaining({ config: configuration.compute.sections['aws_lambda'] }),
    );
    expect(() => configuration.storage.create(context)).toThrow(Made);
  });

  it('says runtime limits to the executor in MB and ms', () => {
    expect(resolve({ file: awsFile }).worker).toMatchObject({
      runtimeMemoryMb: 512,
      runtimeTimeoutMs: 180_000,
      maxWorkers: 1000,
    });
  });

  it("lets the backend's section win over that of its mode, and both over defaults", () => {
    const file = `${awsFile}serverless:\n  runtime_memory: 1024\n  runtime_timeout: 60\n`;
    expect(resolve({ file }).worker).toMatchObject({ runtimeMemoryMb: 512, runtimeTimeoutMs: 60_000 });
  });

  it("takes the storage section's bucket before that of lithops", () => {
    const file = `${awsFile}aws_s3:\n  storage_bucket: other\n`;
    expect(resolve({ file }).lithops.storageBucket).toBe('other');
  });

  it('takes region and region_name for the same key', () => {
    const file = `${awsFile}  region_name: us-east-1\n`;
    expect(resolve({ file }).compute.sections['aws_lambda']).toMatchObject({ region: 'us-east-1' });
  });

  it('does not read sections of plug-ins that are not in use', () => {
    expect(resolve({ file: 'k8s:\n  whatever: [1]\nfly:\n  a: b\n' }).mode).toBe('localhost');
  });

  it('warns when a backend is configured and none is chosen', () => {
    const { warnings } = resolve({ file: 'aws_lambda:\n  execution_role: x\n' });
    expect(warnings).toEqual([expect.stringContaining('set `backend: aws_lambda` in section "lithops"')]);
  });

  it('warns of keys and runtimes of Lithops for Python that mean nothing here', () => {
    const { warnings, worker } = resolve({
      file: 'lithops:\n  telemetry: True\nlocalhost:\n  runtime: python3.11\n',
    });
    expect(warnings).toEqual([
      expect.stringContaining('"lithops.telemetry" belongs to Lithops for Python'),
      expect.stringContaining('"python3.11"'),
    ]);
    expect(worker.runtime).toBeUndefined();
  });

  it('says what such a key has instead here, where there is something', () => {
    const { warnings } = resolve({
      file: 'lithops:\n  rabbitmq_monitor: True\nlocalhost:\n  use_gpu: True\n  extra_python_packages: [x]\n  version: 2\n',
    });
    expect(warnings).toEqual([
      expect.stringMatching(/means nothing here\. Set `monitoring: rabbitmq` instead\.$/),
      expect.stringMatching(/means nothing here\. Set `container_args: \[--gpus=all\]` instead\.$/),
      expect.stringMatching(/means nothing here\. npm packages travel with functions/),
      expect.stringMatching(/"localhost\.version" belongs to Lithops for Python and means nothing here\.$/),
    ]);
  });

  it("takes Python's list of names and values for a map of variables", () => {
    const read = (variables: string) =>
      resolve({ file: `${awsFile}  env_vars: ${variables}\n` }).compute.sections['aws_lambda']?.['env_vars'];
    expect(read('[{ name: LEVEL, value: 3 }, { name: NAME, value: x }]')).toEqual({ LEVEL: 3, NAME: 'x' });
    expect(read('{ LEVEL: 3 }')).toEqual({ LEVEL: 3 });
    expect(() => read('[{ LEVEL: 3 }]')).toThrow('expected aws_lambda.env_vars to be a map');
  });

  it("takes Python's words: True, None, AUTO, False for no limit", () => {
    const { lithops, worker } = resolve({
      file: `
lithops:
  data_cleaner: False
  data_limit: False
  include_modules: None
  log_level: None
  log_stream: ext://sys.stdout
localhost:
  worker_processes: AUTO
`,
    });
    expect(lithops).toMatchObject({ dataCleaner: false, dataLimitMb: false, includeModules: null });
    expect(lithops.log).toMatchObject({ level: false, stream: 'stdout' });
    expect(worker.workerProcesses).toBe('AUTO');
  });

  it('takes a key with nothing behind it for unset', () => {
    const file = `${awsFile}  runtime:\n  runtime_timeout: ~\n  architecture: null\n`;
    const configuration = resolve({ file });
    expect(configuration.worker.runtime).toBeUndefined();
    expect(configuration.worker.runtimeTimeoutMs).toBe(180_000);
    expect(configuration.compute.sections['aws_lambda']).toMatchObject({ architecture: 'x86_64' });
  });

  it('keeps the digits of a text that looks like a number', () => {
    const file = `${awsFile}  account_id: 012345678901\n  runtime: 3.10\n`;
    expect(resolve({ file }).compute.sections['aws_lambda']).toMatchObject({
      account_id: '012345678901',
      runtime: '3.10',
    });
  });

  it('follows anchors and merges, and leaves x- sections alone', () => {
    const file = `
x-common: &common
  execution_role: arn
  runtime_memory: 128
lithops: { backend: aws_lambda }
aws_lambda:
  <<: *common
  runtime_memory: 1024
`;
    expect(resolve({ file }).compute.sections['aws_lambda']).toMatchObject({
      execution_role: 'arn',
      runtime_memory: 1024,
    });
  });
});

describe('what comes later wins', () => {
  const environment = { LITHOPS__AWS_LAMBDA__RUNTIME_MEMORY: '600', LITHOPS__AWS_LAMBDA__SUBNETS: 'a, b,' };
  const memory = (given: Given) => resolve({ file: awsFile, ...given }).worker.runtimeMemoryMb;

  it('environment over file, config over environment, constructor over config', () => {
    const config = { aws_lambda: { runtime_memory: 700 } };
    expect(memory({ environment })).toBe(600);
    expect(memory({ environment, options: { config } })).toBe(700);
    expect(memory({ environment, options: { config, runtimeMemoryMb: 800 } })).toBe(800);
  });

  it("a typed factory's options over file and config, but not over the executor's own", () => {
    const backend = lambda({ executionRole: 'arn:mine', runtimeMemoryMb: 900, runtimeTimeoutMs: 90_000 });
    const options = { backend, config: { aws_lambda: { runtime_memory: 700 } } };
    const configuration = resolve({ file: awsFile, options });
    expect(configuration.worker).toMatchObject({ runtimeMemoryMb: 900, runtimeTimeoutMs: 90_000 });
    expect(configuration.compute.sections['aws_lambda']).toMatchObject({
      execution_role: 'arn:mine',
      runtime_timeout: 90,
      region: 'eu-west-1',
    });
    expect(memory({ options: { ...options, runtimeMemoryMb: 950 } })).toBe(950);
  });

  it('null in config takes back what the file says', () => {
    expect(memory({ options: { config: { aws_lambda: { runtime_memory: null } } } })).toBe(256);
    expect(memory({ options: { config: { aws_lambda: { runtime_memory: undefined } } } })).toBe(512);
  });

  it('types environment variables by their keys', () => {
    const variables = {
      ...environment,
      LITHOPS__AWS_LAMBDA__REMOTE_INVOKER: 'True',
      LITHOPS_STORAGE_BUCKET: 'b',
    };
    const configuration = resolve({ file: awsFile, environment: variables });
    expect(configuration.compute.sections['aws_lambda']).toMatchObject({
      subnets: ['a', 'b'],
      remote_invoker: true,
    });
    expect(configuration.lithops.storageBucket).toBe('b');
  });

  it('remembers where each value came from', () => {
    const { sources, source } = resolve({ file: awsFile, environment, options: { maxWorkers: 5 } });
    expect(sources['aws_lambda.execution_role']).toEqual({ kind: 'file', path: source, line: 10, column: 3 });
    expect(sources['aws_lambda.runtime_memory']).toEqual({
      kind: 'environment',
      variable: 'LITHOPS__AWS_LAMBDA__RUNTIME_MEMORY',
    });
    expect(sources['aws_lambda.max_workers']).toEqual({ kind: 'constructor' });
    expect(sources['lithops.data_limit']).toEqual({ kind: 'default' });
  });
});

describe('a storage without an executor', () => {
  it('is resolved without loading the compute plug-in', () => {
    const options = { config: { lithops: { backend: 'aws_lambda' }, aws_s3: { storage_bucket: 'b' } } };
    const only = { ...builtins, storage: [s3] };
    const configuration = resolveStorageConfiguration(options, only, surroundings(folderWith()));
    expect(configuration.storage.plugin.name).toBe('aws_s3');
    expect(configuration.lithops.storageBucket).toBe('b');
  });
});

describe('worker_processes', () => {
  const own = (section: Section) =>
    defineComputePlugin({
      name: 'own',
      section,
      worker: new URL('file:///worker.js'),
      create: (config) => {
        throw new Made(config);
      },
    });
  const processes = (section: Section, value: unknown) => {
    const { worker, compute } = resolve({
      options: { backend: own(section), config: { own: { worker_processes: value } } },
    });
    return [worker.workerProcesses, compute.sections['own']?.['worker_processes']];
  };
  const declared: Section = { worker_processes: { type: 'number', default: 3, doc: 'Processes' } };

  it('AUTO is passed on, or left to the default of a backend that wants a number', () => {
    expect(processes({}, 'AUTO')).toEqual(['AUTO', 'AUTO']);
    expect(processes(declared, 'auto')).toEqual([3, 3]);
    expect(processes(declared, 2)).toEqual([2, 2]);
  });

  it('is a whole number from 1 on, whatever the backend declares', () => {
    for (const value of [0, 1.5, '2']) {
      expect(() => processes(declared, value)).toThrow('to be a whole number ≥ 1 or AUTO');
    }
  });
});
