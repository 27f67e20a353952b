import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  builtins,
  folderWith,
  installed,
  problems,
  rabbit,
  s3,
  surroundings,
} from '../../test/support/configuration.js';
import type { ExecutorOptions } from '../executor/options.js';
import { defineComputePlugin } from '../plugins/index.js';
import { checkConfiguration, resolveConfiguration } from './index.js';

const lambda = 'lithops: { backend: aws_lambda }\naws_lambda:\n  execution_role: arn\n';

describe('a wrong key', () => {
  it('is an error with file, line and the nearest name', () => {
    expect(problems(`${lambda}  runtime_memry: 5\n`)).toEqual([
      'LITHOPS_CONFIG /.lithops_config:4:3: section "aws_lambda" has no key "runtime_memry". Did you mean "runtime_memory"?',
    ]);
    expect(problems(`${lambda}  runtimeMemory: 5\n`)).toEqual([
      expect.stringContaining('Did you mean "runtime_memory"?'),
    ]);
  });

  it('is an error with all names when none is near', () => {
    expect(problems('lithops: { colour: red }')).toEqual([
      expect.stringMatching(/section "lithops" has no key "colour"\. It has: backend, mode, storage/),
    ]);
  });

  it('is told where it belongs when it is a key of another section', () => {
    expect(problems('lithops: { runtime_memory: 5 }')).toEqual([
      expect.stringContaining('It belongs in the section of the backend'),
    ]);
    expect(problems('localhost: { data_limit: 5 }')).toEqual([
      expect.stringContaining('It belongs in section "lithops".'),
    ]);
  });

  it('is an error in config and environment too', () => {
    expect(problems(undefined, {}, { config: { lithops: { worker: 3 } } })).toEqual([
      'LITHOPS_CONFIG the config object: section "lithops" has no key "worker". Did you mean "workers"?',
    ]);
    expect(problems(undefined, { LITHOPS__LITHOPS__WORKER: '3' })).toEqual([
      'LITHOPS_CONFIG environment variable LITHOPS__LITHOPS__WORKER: section "lithops" has no key "worker". Did you mean "workers"?',
    ]);
    expect(problems(undefined, { LITHOPS__WORKERS: '3' })).toEqual([
      'LITHOPS_CONFIG Environment variable LITHOPS__WORKERS: expected LITHOPS__<SECTION>__<KEY>.',
    ]);
  });

  it('is an error when region and region_name differ', () => {
    expect(problems(`${lambda}  region: a\n  region_name: b\n`)).toEqual([
      expect.stringContaining('says "region" and "region_name" with different values'),
    ]);
  });

  it('is an error when the section of the chosen backend is misspelt', () => {
    expect(problems('lithops: { backend: aws_lambda }\naws_lamda:\n  execution_role: arn\n')).toEqual([
      'LITHOPS_CONFIG There is no section "aws_lamda" (/.lithops_config:3:3). Did you mean "aws_lambda"?',
      expect.stringContaining('Expected "aws_lambda.execution_role" (ARN of the role) to be set'),
    ]);
  });

  it('is none when it is that of another plug-in, however near the name', () => {
    const backend = defineComputePlugin({
      name: 'aliyun_fc',
      section: {},
      worker: new URL('file:///worker.js'),
      create: () => {
        throw new Error('never');
      },
    });
    const sections = { aliyun_oss: { x: 1 }, aliyun_fcc: { x: 1 } };
    expect(problems(undefined, {}, { backend, storage: s3, config: sections })).toEqual([
      'LITHOPS_CONFIG There is no section "aliyun_fcc" (the config object). Did you mean "aliyun_fc"?',
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('%s is no key of any section', (key) => {
    expect(problems(`lithops:\n  ${key}: 1\n${key}:\n  ${key}: 1\n`)).toEqual([
      expect.stringContaining(`section "lithops" has no key "${key}".`),
    ]);
  });
});

describe('a wrong value', () => {
  it.each([
    ['runtime_memory: abc', 'aws_lambda.runtime_memory to be a number ≥ 1 (MB), got "abc"'],
    ['runtime_memory: "512"', 'aws_lambda.runtime_memory to be a number ≥ 1 (MB), got the text "512"'],
    ['runtime_memory: .nan', 'aws_lambda.runtime_memory to be a number ≥ 1 (MB), got ".nan"'],
    ['runtime_timeout: [1]', 'aws_lambda.runtime_timeout to be a number > 0 (seconds), got a list of 1'],
    ['worker_processes: 1.5', 'aws_lambda.worker_processes to be a whole number ≥ 1 or AUTO, got "1.5"'],
    ['architecture: arm', 'aws_lambda.architecture to be one of x86_64, arm64, got "arm"'],
    ['remote_invoker: maybe', 'aws_lambda.remote_invoker to be true or false, got "maybe"'],
    ['subnets: subnet-1', 'aws_lambda.subnets to be a list of texts, got "subnet-1"'],
    ['subnets: { a: 1 }', 'aws_lambda.subnets to be a list of texts, got a map of 1 keys'],
    ['runtime: [a]', 'aws_lambda.runtime to be a text, got a list of 1'],
    ['runtime: &x [a]', 'aws_lambda.runtime to be a text, got a list of 1'],
  ])('%s', (line, message) => {
    expect(problems(`${lambda}  ${line}\n`)).toEqual([
      `LITHOPS_CONFIG /.lithops_config:4:3: expected ${message}.`,
    ]);
  });

  it('names the environment variable', () => {
    expect(problems(lambda, { LITHOPS__AWS_LAMBDA__RUNTIME_MEMORY: 'abc' })).toEqual([
      'LITHOPS_CONFIG environment variable LITHOPS__AWS_LAMBDA__RUNTIME_MEMORY: expected aws_lambda.runtime_memory to be a number ≥ 1 (MB), got "abc".',
    ]);
  });

  it('names the option of the constructor, in its own units', () => {
    const options = { maxWorkers: 0, runtimeTimeoutMs: -5, logLevel: 'loud' } as unknown as ExecutorOptions;
    expect(problems(undefined, {}, options)).toEqual([
      `LITHOPS_INVALID_ARGUMENT Expected option "logLevel" to be one of debug, info, warning, warn, error, critical or false or null, got 'loud' (string).`,
      `LITHOPS_INVALID_ARGUMENT Expected option "runtimeTimeoutMs" to be a number > 0 (milliseconds), got -5 (number).`,
      `LITHOPS_INVALID_ARGUMENT Expected option "maxWorkers" to be a whole number ≥ 1, got 0 (number).`,
    ]);
  });

  it('never shows a secret', () => {
    const config = { aws: { secret_access_key: ['s3cr3t'] }, lithops: { workers: 'amqp://u:s3cr3t@h' } };
    const found = problems(lambda, {}, { config });
    expect(found).toHaveLength(2);
    expect(found.join()).not.toContain('s3cr3t');
  });
});

describe('a missing key that is required', () => {
  it('is an error that says where to put it', () => {
    expect(problems(undefined, {}, { monitoring: rabbit })).toEqual([
      'LITHOPS_CONFIG Expected "rabbitmq.amqp_url" (Address) to be set, because "rabbitmq" needs it: in section "rabbitmq" of the configuration, or as LITHOPS__RABBITMQ__AMQP_URL.',
    ]);
  });
});

describe('an environment variable that is nearly one of ours', () => {
  it('is warned of; those of other programs are not', () => {
    const environment = { LITHOPS_BACKND: 'x', LITHOPS_CONFIG: '{}', LITHOPS_BENCH_ROUNDS: '5' };
    const { problems, warnings } = checkConfiguration({}, builtins, surroundings(folderWith(), environment));
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      'The environment variable LITHOPS_BACKND is not read. Did you mean LITHOPS_BACKEND?',
      'The environment variable LITHOPS_CONFIG is not read. Did you mean LITHOPS_CONFIG_FILE?',
    ]);
  });
});

describe('wrong options', () => {
  const unknown = (options: object): readonly string[] => problems(undefined, {}, options);

  it('are refused when they are no object', () => {
    const options = null as unknown as ExecutorOptions;
    expect(() => resolveConfiguration(options, builtins, surroundings(folderWith()))).toThrow(
      'Expected options to be an object, got null (null).',
    );
  });

  it('an unknown one is an error with the nearest name', () => {
    expect(unknown({ bakend: 'localhost' })).toEqual([
      expect.stringContaining('There is no option "bakend". Did you mean "backend"?'),
    ]);
  });

  it('config must be an object of objects', () => {
    expect(unknown({ config: 'lithops.yaml' })).toEqual([
      expect.stringContaining('Expected option "config" to be an object of sections'),
    ]);
    expect(unknown({ config: { lithops: 'x' } })).toEqual([
      'LITHOPS_CONFIG the config object: expected section "lithops" to hold keys, got the text "x".',
    ]);
  });

  it('a plug-in of another kind, or none at all, is an error', () => {
    expect(unknown({ backend: rabbit })).toEqual([
      `LITHOPS_INVALID_ARGUMENT Expected option "backend" to be a name or a compute plug-in, got { kind: 'monitor', name: 'rabbitmq' } (object).`,
    ]);
    expect(unknown({ storage: 5 })).toEqual([
      'LITHOPS_INVALID_ARGUMENT Expected option "storage" to be a name or a storage plug-in, got 5 (number).',
    ]);
  });
});

describe('a check', () => {
  it('collects all problems of all layers; an executor throws the first', () => {
    const file = `${lambda}  runtime_memory: abc\n  runtme: x\n`;
    const found = problems(file, { LITHOPS__LITHOPS__WORKERS: 'many' }, { storage: 'aws_s4' });
    expect(found.map((problem) => problem.split(' ')[0])).toEqual([
      'LITHOPS_CONFIG',
      'LITHOPS_PLUGIN_NOT_FOUND',
      'LITHOPS_CONFIG',
      'LITHOPS_CONFIG',
    ]);
    const folder = folderWith({ 'f.yaml': file });
    expect(() => resolveConfiguration({ configFile: 'f.yaml' }, installed, surroundings(folder))).toThrow(
      `${join(folder, 'f.yaml')}:4:3: expected aws_lambda.runtime_memory`,
    );
  });

  it('gives the configuration when there is no problem', () => {
    const check = checkConfiguration({}, builtins, surroundings(folderWith()));
    expect(check.problems).toEqual([]);
    expect(check.configuration?.mode).toBe('localhost');
  });
});
