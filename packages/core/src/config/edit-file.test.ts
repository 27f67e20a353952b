import { describe, expect, it } from 'vitest';
import { type ConfigEdit, editConfigFile } from './edit-file.js';

const file = '# mine\nlithops:\n  wrkers: 3 # enough\n  retries: 1\nlocalhost:\n';

describe('editing a configuration file', () => {
  it.each<[string, ConfigEdit, string]>([
    [
      'sets a key',
      { kind: 'set', at: 'lithops.retries', value: '4' },
      '# mine\nlithops:\n  wrkers: 3 # enough\n  retries: 4\nlocalhost:\n',
    ],
    [
      'sets a key of a section that is empty',
      { kind: 'set', at: 'localhost.worker_processes', value: 'AUTO' },
      '# mine\nlithops:\n  wrkers: 3 # enough\n  retries: 1\nlocalhost:\n  worker_processes: AUTO\n',
    ],
    [
      'sets a key of a section that is not there',
      { kind: 'set', at: 'aws.region', value: 'eu-west-1' },
      `${file.trimEnd()}\naws:\n  region: eu-west-1\n`,
    ],
    [
      'takes a key out',
      { kind: 'unset', at: 'lithops.wrkers' },
      '# mine\nlithops:\n  retries: 1\nlocalhost:\n',
    ],
    ['takes a section out', { kind: 'unset', at: 'localhost' }, file.replace('localhost:\n', '')],
    [
      'gives a key another name, with its value and comment',
      { kind: 'move', from: 'lithops.wrkers', to: 'lithops.workers' },
      '# mine\nlithops:\n  retries: 1\n  workers: 3 # enough\nlocalhost:\n',
    ],
    [
      'moves a key to another section',
      { kind: 'move', from: 'lithops.retries', to: 'localhost.max_workers' },
      '# mine\nlithops:\n  wrkers: 3 # enough\nlocalhost:\n  max_workers: 1\n',
    ],
  ])('%s', (_, edit, expected) => {
    const text = editConfigFile('config', file, edit);
    expect(text.replaceAll(': null', ':')).toBe(expected);
  });

  it('writes into a section that was emptied', () => {
    const emptied = editConfigFile('config', 'lithops:\n  a: 1\n', { kind: 'unset', at: 'lithops.a' });
    expect(editConfigFile('config', emptied, { kind: 'set', at: 'lithops.b', value: '2' })).toBe(
      'lithops:\n  b: 2\n',
    );
  });

  it('writes into an empty file', () => {
    expect(editConfigFile('config', '', { kind: 'set', at: 'lithops.workers', value: '2' })).toBe(
      'lithops:\n  workers: 2\n',
    );
  });

  it.each<[ConfigEdit, RegExp]>([
    [{ kind: 'unset', at: 'lithops.workers' }, /Expected "lithops\.workers" to be in config/],
    [{ kind: 'move', from: 'lithops.wrkers', to: 'lithops.retries' }, /Expected no "lithops\.retries" in/],
    [{ kind: 'set', at: 'workers', value: '2' }, /Expected a key as section\.key/],
    [{ kind: 'unset', at: 'lithops.log.level' }, /Expected a section, or a key/],
  ])('refuses %j', (edit, message) => {
    expect(() => editConfigFile('config', file, edit)).toThrow(message);
  });

  it('refuses a file that is no YAML, with the place', () => {
    expect(() => editConfigFile('config', 'a:\n\tb: 1\n', { kind: 'unset', at: 'a' })).toThrow(/^config:2:1/);
  });
});
