import { describe, expect, it } from 'vitest';
import { awsFile, rabbit, resolve } from '../../test/support/configuration.js';
import type { ExecutorOptions } from '../executor/options.js';

describe('backend and mode', () => {
  it('a backend named in the constructor decides the mode, whatever the file says', () => {
    expect(resolve({ file: awsFile, options: { backend: 'localhost', storage: 'localhost' } }).mode).toBe(
      'localhost',
    );
  });

  it('mode localhost in the constructor runs here although the file names a cloud', () => {
    expect(resolve({ file: awsFile, options: { mode: 'localhost' } }).compute.plugin.name).toBe('localhost');
  });

  it("a mode without a backend takes the mode's own backend", () => {
    const file =
      'lithops:\n  mode: serverless\nserverless:\n  backend: aws_lambda\naws_lambda:\n  execution_role: x\n';
    expect(resolve({ file }).compute.plugin.name).toBe('aws_lambda');
    expect(resolve({ file: file.replace('  backend: aws_lambda\n', '') }).compute.plugin.name).toBe(
      'aws_lambda',
    );
  });

  it.each([
    [{ mode: 'serverless', backend: 'localhost' }, undefined],
    [{ mode: 'standalone' }, awsFile],
    [{}, 'lithops: { mode: standalone, backend: aws_lambda }'],
    [{}, 'lithops: { mode: standalone }\nstandalone: { backend: aws_lambda }'],
  ] as const)('%j refuses a backend of another mode', (options, file) => {
    expect(() => resolve({ options, ...(file === undefined ? {} : { file }) })).toThrow(
      expect.objectContaining({ code: 'LITHOPS_MODE' }),
    );
  });

  it('refuses to keep data on this machine for workers elsewhere', () => {
    expect(() => resolve({ file: awsFile, options: { storage: 'localhost' } })).toThrow(
      'expected a storage that workers of "aws_lambda" can reach, such as aws_s3',
    );
  });
});

describe('monitoring', () => {
  it('is core’s own, a builtin or a plug-in', () => {
    const create = (options: ExecutorOptions): string => {
      const { monitoring } = resolve({ options });
      return typeof monitoring === 'string' ? monitoring : monitoring.plugin.name;
    };
    expect(create({ monitoring: 'direct' })).toBe('direct');
    expect(create({ monitoring: 'storage' })).toBe('storage');
    expect(create({ monitoring: rabbit({ amqpUrl: 'amqp://a:b@c' }) })).toBe('rabbitmq');
  });
});
