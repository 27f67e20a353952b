import { mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root, run } from '../setup/command.mjs';
import { copyCheckout, withoutProvenance } from './checkout.js';

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'lithops-checkout-')));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a copy of the project', { timeout: 120_000 }, () => {
  it('is a repository of its own, with what is written and nothing that is made', async () => {
    await copyCheckout(folder);
    const here = await readFile(path.join(root, 'packages/core/package.json'), 'utf8');
    expect(await readFile(path.join(folder, 'packages/core/package.json'), 'utf8')).toBe(here);
    await expect(stat(path.join(folder, 'node_modules'))).rejects.toThrow('ENOENT');
    await expect(stat(path.join(folder, 'packages/core/dist'))).rejects.toThrow('ENOENT');
    expect(await run('git', ['rev-list', '--count', 'HEAD'], { cwd: folder })).toBe('1\n');
    expect(await run('git', ['status', '--porcelain'], { cwd: folder })).toBe('');
    expect(await run('git', ['var', 'GIT_COMMITTER_IDENT'], { cwd: folder })).toMatch(/^nobody </); // for tags
  });
});

describe('a package that is published where nobody attests', () => {
  it('asks for no provenance, and is the same otherwise', async () => {
    const manifest = { name: 'any', publishConfig: { access: 'public', provenance: true }, version: '1.0.0' };
    const file = path.join(folder, 'package.json');
    await writeFile(file, JSON.stringify(manifest));
    await withoutProvenance([folder]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      ...manifest,
      publishConfig: { access: 'public' },
    });
  });
});
