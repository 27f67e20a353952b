import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

describe('lithops', () => {
  it.each([
    [['helo'], /^error: unknown command 'helo' \(Did you mean hello\?\)\n$/],
    [['config', 'shw'], /^error: unknown command 'shw' \(Did you mean show\?\)\n$/],
    [['xyzzy'], /^error: unknown command 'xyzzy' \(`lithops --help` says what there is\)\n$/],
    [['hello', '--bakend', 'x'], /^error: unknown option '--bakend' \(Did you mean --backend\?\)\n$/],
    [['hello', '-b'], /^error: option '-b, --backend <name>' argument missing .*--help.*\n$/],
    [['hello', 'world'], /^error: too many arguments for 'hello'\. .*--help.*\n$/],
  ])('refuses %j in one line with the fix', async (args, message) => {
    const { code, stdout, stderr } = await lithops(folderWith(), args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('prints its version', async () => {
    expect(await lithops(folderWith(), ['--version'])).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('prints help: what there is now, and nothing that comes later', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const commands = stdout.split('Commands:\n')[1]?.match(/^ {2}\w+/gm);
    expect(commands?.map((name) => name.trim())).toEqual([
      'hello',
      'test',
      'doctor',
      'clean',
      'storage',
      'logs',
      'config',
      'job',
      'policy',
      'runtime',
    ]);
    const config = await lithops(folderWith(), ['config', '--help']);
    expect(config.stdout.split('Commands:\n')[1]?.match(/^ {2}\w+/gm)).toEqual([
      '  init',
      '  show',
      '  check',
      '  schema',
      '  set',
      '  unset',
      '  move',
    ]);
  });

  it('has every command on the page of the command line', async () => {
    const page = readFileSync(new URL('../../../docs/command-line.md', import.meta.url), 'utf8');
    for (const group of [[], ['storage'], ['logs'], ['config'], ['job'], ['runtime']]) {
      const { stdout } = await lithops(folderWith(), [...group, '--help']);
      const names = stdout.split('Commands:\n')[1]?.match(/^ {2}\w+/gm) ?? [];
      expect(names.length).toBeGreaterThan(1);
      for (const name of names) expect(page).toMatch(new RegExp(`\`[^\`]*\\b${name.trim()}\\b`));
    }
  });

  it('without a command prints the help and fails', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(), []);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Usage: lithops /);
  });
});
