import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownPackageFile } from './own-package-file.js';

const NAME = '@lithops/thing/part';

let folder: string;
let from: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'own-package-')));
  from = path.join(folder, 'project', 'deep', 'program.cjs');
  mkdirSync(path.dirname(from), { recursive: true });
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A package as it is installed, with one file. */
function install(place: string): void {
  mkdirSync(path.join(folder, place, 'dist'), { recursive: true });
  const exported = { './part': './dist/part.cjs' };
  writeFileSync(
    path.join(folder, place, 'package.json'),
    JSON.stringify({ name: '@lithops/thing', exports: exported }),
  );
  writeFileSync(path.join(folder, place, 'dist', 'part.cjs'), '');
}

function found(): string | undefined {
  return ownPackageFile(NAME, from);
}

describe('a file of an own package', () => {
  it('is found where Node.js finds it: in the nearest folder of packages', () => {
    install('node_modules/@lithops/thing');
    install('project/node_modules/@lithops/thing');
    expect(found()).toBe(path.join(folder, 'project/node_modules/@lithops/thing/dist/part.cjs'));
    expect(found()).toBe(createRequire(from).resolve(NAME));
  });

  it('is known by its real path behind a link', () => {
    install('store/thing');
    mkdirSync(path.join(folder, 'node_modules/@lithops'), { recursive: true });
    symlinkSync(path.join(folder, 'store/thing'), path.join(folder, 'node_modules/@lithops/thing'));
    expect(found()).toBe(path.join(folder, 'store/thing/dist/part.cjs'));
    expect(found()).toBe(createRequire(from).resolve(NAME));
  });

  it('is left to Node.js where links are to be kept', () => {
    install('node_modules/@lithops/thing');
    vi.stubEnv('NODE_OPTIONS', '--preserve-symlinks');
    expect(found()).toBeUndefined();
  });

  it('is left to Node.js where the nearest package has no such file, whatever lies further out', () => {
    install('node_modules/@lithops/thing');
    mkdirSync(path.join(folder, 'project/node_modules/@lithops/thing'), { recursive: true });
    expect(found()).toBeUndefined();
  });

  it('is left to Node.js where nothing is installed, and for packages of others', () => {
    expect(found()).toBeUndefined();
    expect(ownPackageFile('acorn', from)).toBeUndefined();
  });
});
