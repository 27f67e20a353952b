import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const program = fileURLToPath(new URL(`../${manifest.bin.lithops}`, import.meta.url));

/** Runs the command of this package in an empty folder. */
function lithops(args: readonly string[], folder = emptyFolder()) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lithops-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the lithops command', () => {
  it('greets from a worker', () => {
    const { code, stdout, stderr } = lithops(['hello']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Hello .+, from a worker!\n/);
  });

  it('ends with code 1 when it fails', () => {
    expect(lithops(['hello', '-b', 'nowhere'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^LITHOPS_PLUGIN_NOT_FOUND: .*\n$/),
    });
  });

  it('ends with code 1 and says so when a plug-in lets the process end before there is an answer', () => {
    const folder = emptyFolder();
    const plugin = join(folder, 'node_modules/lithops-backend-silent');
    mkdirSync(plugin, { recursive: true });
    writeFileSync(
      join(plugin, 'index.js'),
      `module.exports = {
        kind: 'compute', name: 'silent', specVersion: 1, sections: { silent: {} },
        worker: new URL('file:///worker.js'), create: () => new Promise(() => {}),
      };`,
    );
    expect(lithops(['hello', '-b', 'silent'], folder)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('ended before it was done'),
    });
  });

  it('ends with code 1 and without a word when nobody reads its output any more', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'big'), 'x'.repeat(2_000_000));
    const env = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder };
    expect(spawnSync(process.execPath, [program, 'storage', 'put', 'big'], { cwd: folder, env }).status).toBe(
      0,
    );
    const child = spawn(process.execPath, [program, 'storage', 'get', 'big'], { cwd: folder, env });
    child.stdout.once('data', () => child.stdout.destroy());
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('ends although a plug-in has left something open', () => {
    const folder = emptyFolder();
    const plugin = join(folder, 'node_modules/lithops-backend-open');
    mkdirSync(plugin, { recursive: true });
    writeFileSync(
      join(plugin, 'index.js'),
      `setInterval(() => {}, 1000);
      module.exports = {
        kind: 'compute', name: 'open', specVersion: 1, sections: { open: {} },
        worker: new URL('file:///worker.js'), create() {},
      };`,
    );
    expect(lithops(['config', 'check', '-b', 'open', '-s', 'localhost'], folder)).toMatchObject({ code: 0 });
  });

  it('is a program that a shell can start', () => {
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});
