import { describe, expect, it } from 'vitest';
import { lambda, s3 } from '../../test/support/configuration.js';
import { builtins } from '../executor/builtins.js';
import { describeSections } from './index.js';

const plugins = [...builtins.compute, ...builtins.storage, ...builtins.monitor, lambda, s3];
const sections = describeSections(plugins);
const key = (section: string, name: string) => sections.get(section)?.find((one) => one.key === name);

describe('the described sections', () => {
  it('are core’s own and those of the plug-ins, shared ones included', () => {
    expect([...sections.keys()]).toEqual(
      expect.arrayContaining(['lithops', 'serverless', 'standalone', 'localhost', 'aws_lambda', 'aws']),
    );
  });

  it('have the keys of all plug-ins of one name, and those that every backend has', () => {
    const keys = sections.get('localhost')?.map((one) => one.key);
    expect(keys).toEqual(expect.arrayContaining(['container_engine', 'storage_bucket', 'runtime_timeout']));
  });

  it('say what a key holds in the words that errors have', () => {
    expect(key('localhost', 'worker_processes')?.expected).toBe('a whole number ≥ 1 or AUTO');
    expect(key('lithops', 'data_limit')).toMatchObject({
      expected: 'a number ≥ 0 (MB) or false or null',
      default: 4,
    });
  });

  it('say which sections are asked where a key is unset', () => {
    expect(key('aws_lambda', 'runtime_memory')).toMatchObject({ fallbacks: ['serverless'], default: 256 });
    expect(key('aws_lambda', 'customized_runtime')).toMatchObject({
      fallbacks: ['serverless'],
      default: false,
    });
    expect(key('aws_lambda', 'secret_access_key')).toMatchObject({ fallbacks: ['aws'], isSecret: true });
    expect(key('aws_lambda', 'execution_role')).toMatchObject({ fallbacks: [], isRequired: true });
  });

  it('name the option where there is one: of the plug-in, or of the executor', () => {
    expect(key('aws_lambda', 'runtime_timeout')?.option).toBe('runtimeTimeoutMs');
    expect(key('aws_lambda', 'packages')?.option).toBe('packages');
    expect(key('aws_lambda', 'customized_runtime')?.option).toBeUndefined();
    expect(key('localhost', 'runtime_memory')?.option).toBe('runtimeMemoryMb');
    expect(key('localhost', 'container_engine')?.option).toBeUndefined();
    expect(key('lithops', 'log_level')?.option).toBe('logLevel');
    expect(key('lithops', 'log_format')?.option).toBeUndefined();
    expect(key('aws', 'region')).toMatchObject({ option: undefined, alias: 'region_name' });
  });

  it('explain each key in one line', () => {
    const keys = [...describeSections([...builtins.compute, ...builtins.storage]).values()].flat();
    for (const { meaning } of keys) expect(meaning).toMatch(/^[^\s].{5,250}[^.\s]$/);
  });
});
