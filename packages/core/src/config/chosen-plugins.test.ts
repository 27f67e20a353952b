import { describe, expect, it } from 'vitest';
import { awsFile, folderWith, installed, surroundings } from '../../test/support/configuration.js';
import type { ExecutorOptions } from '../executor/options.js';
import { chosenPlugins } from './chosen-plugins.js';

function chosen(file: string, options: ExecutorOptions = {}): readonly string[] {
  const plugins = chosenPlugins(options, installed, surroundings(folderWith({ '.lithops_config': file })));
  return plugins.map(({ kind, name }) => `${kind} ${name}`);
}

describe('the plug-ins that a configuration names', () => {
  it('are this machine’s when it names none', () => {
    expect(chosen('')).toEqual(['compute localhost', 'storage localhost']);
  });

  it('are known although their sections have problems', () => {
    expect(chosen(awsFile.replace('execution_role', 'role'))).toEqual([
      'compute aws_lambda',
      'storage aws_s3',
    ]);
  });

  it('follow the options', () => {
    expect(chosen(awsFile, { backend: 'localhost', storage: 'aws_s3' })).toEqual([
      'compute localhost',
      'storage aws_s3',
    ]);
  });

  it('are only those that can be found', () => {
    expect(chosen('lithops: { backend: fly, storage: aws_s3 }')).toEqual(['storage aws_s3']);
  });
});
