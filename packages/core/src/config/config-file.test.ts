import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtins, folderWith, problems, surroundings } from '../../test/support/configuration.js';
import type { ExecutorOptions } from '../executor/options.js';
import { resolveConfiguration } from './index.js';

describe('a file that cannot be read', () => {
  const resolve = (options: ExecutorOptions, folder: string, environment = {}) =>
    resolveConfiguration(options, builtins, surroundings(folder, environment));

  it('is an error when it was named and is not there', () => {
    const folder = folderWith();
    const expected = expect.objectContaining({
      code: 'LITHOPS_CONFIG_FILE',
      message: expect.stringContaining(join(folder, 'mine.yaml')),
    });
    expect(() => resolve({ configFile: 'mine.yaml' }, folder)).toThrow(expected);
    expect(() => resolve({}, folder, { LITHOPS_CONFIG_FILE: 'mine.yaml' })).toThrow(expected);
  });

  it('is an error when it is a directory', () => {
    const folder = folderWith();
    mkdirSync(join(folder, '.lithops_config'));
    expect(() => resolve({}, folder)).toThrow(`got a directory`);
    expect(() => resolve({ configFile: folder }, folder)).toThrow(
      expect.objectContaining({ code: 'LITHOPS_CONFIG_FILE' }),
    );
  });
});

describe('files are looked for in this order', () => {
  it('constructor, LITHOPS_CONFIG_FILE, working directory, home directory, system', () => {
    const workers = (count: number): string => `lithops: { workers: ${count} }`;
    const folder = folderWith({
      'one.yaml': workers(1),
      'two.yaml': workers(2),
      '.lithops_config': workers(3),
      'home/.lithops/config': workers(4),
      'etc/lithops': workers(5),
    });
    const read = (options: ExecutorOptions, environment = {}, workingDirectory = folder) => {
      const around = { ...surroundings(folder, environment), workingDirectory };
      return resolveConfiguration(options, builtins, around).lithops.workers;
    };
    const two = { LITHOPS_CONFIG_FILE: join(folder, 'two.yaml') };
    expect(read({ configFile: 'one.yaml' }, two)).toBe(1);
    expect(read({}, two)).toBe(2);
    expect(read({})).toBe(3);
    expect(read({}, {}, folderWith())).toBe(4);
    expect(read({ configFile: '~/.lithops/config' })).toBe(4);
    const without = { ...surroundings(folder), workingDirectory: '/', homeDirectory: '/nowhere' };
    expect(resolveConfiguration({}, builtins, without).lithops.workers).toBe(5);
  });
});

describe('broken YAML names file, line and column', () => {
  it.each([
    ['a:\n\tb: 1', '2:1: a tab indents this line: YAML takes spaces only.'],
    ['a:\n  b: 1\n  b: 2', '3:3: the key "b" stands twice in the same map: remove one.'],
    ['a:\n  b: @x', '2:6: Plain value cannot start with reserved character @: put the value in quotes.'],
    ['a: { b: *c }', '1:9: no anchor &c stands before its use here.'],
    ['a: {}\n---\nb: {}', '2:1: expected one YAML document, got several separated by ---.'],
    ['a:\n  b: !!python/none x', '2:6: Unresolved tag: tag:yaml.org,2002:python/none.'],
    ['a:\n  <<: 5', '2:7: expected "<<" to merge a map.'],
    ['a:\n  [b]: 1', '2:3: expected the name of a section or key.'],
  ])('%j', (file, message) => {
    expect(problems(file)).toEqual([`LITHOPS_CONFIG_FILE /.lithops_config:${message}`]);
  });

  it('never shows the text at fault, which could be a secret', () => {
    for (const file of ['a: "s3c" s3cr3t', 'a: 1\nxyz s3cr3t\nb: 2', 'a:\n  key: s3cr3t: x', 'a: [s3cr3t}']) {
      const [problem] = problems(file);
      expect(problem).toContain('LITHOPS_CONFIG_FILE');
      expect(problem).not.toContain('s3cr3t');
    }
  });

  it('does not hang on aliases that multiply', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `  l${i + 1}: &l${i + 1} [[*l${i}], [*l${i}]]`);
    const [problem] = problems(`x-bomb:\n  l0: &l0 [[1]]\n${levels.join('\n')}\n`);
    expect(problem).toContain('Excessive alias count');
  });
});

describe('a file of the wrong shape', () => {
  it.each([
    ['- lithops', '/.lithops_config:1:1: expected sections with keys below them, got a list of 1.'],
    ['just words', '/.lithops_config:1:1: expected sections with keys below them, got "just words".'],
    ['lithops: [a, b]', '/.lithops_config:1:1: expected section "lithops" to hold keys, got a list of 2.'],
    [
      'backend: aws_lambda',
      '/.lithops_config:1:1: expected section "backend" to hold keys, got "aws_lambda". "backend" is a key of section "lithops": put it below `lithops:`.',
    ],
  ])('%j', (file, message) => {
    expect(problems(file)).toEqual([`LITHOPS_CONFIG ${message}`]);
  });
});
