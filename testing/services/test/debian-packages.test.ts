import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { installDebianPackages } from '../src/install/debian-packages.js';

const execute = promisify(execFile);
const installer = fileURLToPath(new URL('programs/installs.ts', import.meta.url));
// One that is small, and that nobody needs.
const greeting = { programs: ['hello'], packages: ['hello'] };
const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

describe('installing Debian packages', () => {
  it('does nothing when their programs are there', async () => {
    expect(await installDebianPackages({ programs: ['sh'], packages: ['no-such-package'] })).toBeUndefined();
  });

  it('says what to install where it is not allowed to', async () => {
    const getuid = vi.spyOn(process, 'getuid').mockReturnValue(1000);
    onTestFinished(() => getuid.mockRestore());
    const missing = { programs: ['sh', 'no-such-program'], packages: ['some-package', 'another'] };
    const reason = await installDebianPackages(missing);
    expect(reason).toMatch(
      /^needs no-such-program: install the packages some-package another, or run as root/,
    );
  });
});

describe.runIf(mayInstall)('installing Debian packages as root', () => {
  it('goes well in several processes at once', async () => {
    await execute('apt-get', ['purge', '--yes', 'hello']);
    onTestFinished(async () => {
      await execute('apt-get', ['purge', '--yes', 'hello']);
    });
    const programs = [1, 2, 3].map(() =>
      spawn(process.execPath, ['--import', 'tsx', installer, JSON.stringify(greeting)], { stdio: 'inherit' }),
    );
    const ends = await Promise.all(programs.map((program) => once(program, 'exit')));
    expect(ends).toEqual([
      [0, null],
      [0, null],
      [0, null],
    ]);
    expect((await execute('/usr/bin/hello')).stdout).toBe('Hello, world!\n');
  });

  it('fails in the words of apt-get when there is no such package', async () => {
    const none = { programs: ['no-such-program'], packages: ['no-such-package'] };
    await expect(installDebianPackages(none)).rejects.toThrow(/Unable to locate package no-such-package/);
  });
});
