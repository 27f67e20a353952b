import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { PackageTable } from './open-packages.js';

afterEach(() => void vi.restoreAllMocks());

/** A folder that has the package `addon`, which tells the folder's name. */
function folderWithAddon(name: string): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'lithops-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const place = join(folder, 'node_modules/addon');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'index.js'), `exports.told = ${JSON.stringify(name)};`);
  return folder;
}

/** What `import { told } from 'addon'` in a file comes to. */
function toldTo(file: string): unknown {
  const external = { specifier: 'addon', packageName: 'addon', from: file };
  const entry = { key: 'addon#told', specifier: 'addon', imported: 'told', lazy: false } as const;
  const entries = [{ ...entry, interop: 'require', members: [], external } as const];
  return new PackageTable({ code: '', hash: '', entries, externals: [] }).get('addon#told');
}

describe('a package that is not bundled', () => {
  it('is found from the file that imports it, also where the worker has another', () => {
    vi.spyOn(process, 'cwd').mockReturnValue(folderWithAddon('of the worker'));
    expect(toldTo(join(folderWithAddon('of the program'), 'main.cjs'))).toBe('of the program');
  });

  it('is found from where the worker runs, when the file that imports it is on another machine', () => {
    vi.spyOn(process, 'cwd').mockReturnValue(folderWithAddon('of the image'));
    expect(toldTo('/home/user/elsewhere/main.cjs')).toBe('of the image');
  });

  it('is missed by the name of the file that imports it', () => {
    expect(() => toldTo('/home/user/elsewhere/main.cjs')).toThrow(/elsewhere\/main\.cjs/);
  });
});
