import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planVersions } from './version-plan.js';

type Manifests = Readonly<Record<string, object>>;

/** A folder with those package.json files, by the folders they are in. */
function project(manifests: Manifests): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lithops-plan-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [place, manifest] of Object.entries(manifests)) {
    mkdirSync(path.join(folder, place), { recursive: true });
    writeFileSync(path.join(folder, place, 'package.json'), JSON.stringify(manifest));
  }
  return folder;
}

describe('the plan of what npm is to install', () => {
  it('has the versions that are installed, of what packages need as well', () => {
    const folder = project({
      'node_modules/addon': { version: '1.2.3', dependencies: { helper: '^1.0.0' } },
      'node_modules/helper': { version: '1.0.4', peerDependencies: { peer: '*', left: '*' } },
      'node_modules/peer': { version: '3.0.0' },
    });
    expect(planVersions(['addon'], [folder])).toEqual({
      dependencies: { addon: '1.2.3' },
      overrides: { helper: '1.0.4', peer: '3.0.0' },
      folder,
    });
  });

  it('leaves peers out that a package can do without', () => {
    const peerDependenciesMeta = { peer: { optional: true } };
    const folder = project({
      'node_modules/addon': { version: '1.0.0', peerDependencies: { peer: '*' }, peerDependenciesMeta },
      'node_modules/peer': { version: '3.0.0' },
    });
    expect(planVersions(['addon'], [folder]).overrides).toEqual({});
  });

  it('says for each package that needs it which of several versions it gets', () => {
    const folder = project({
      'node_modules/addon': { version: '1.0.0', dependencies: { helper: '^1.0.0', inner: '*' } },
      'node_modules/helper': { version: '1.0.0' },
      'node_modules/inner': { version: '5.0.0', dependencies: { helper: '^2.0.0' } },
      'node_modules/inner/node_modules/helper': { version: '2.0.0' },
    });
    expect(planVersions(['addon'], [folder]).overrides).toEqual({
      'addon@1.0.0': { helper: '1.0.0' },
      inner: '5.0.0',
      'inner@5.0.0': { helper: '2.0.0' },
    });
  });

  it('takes versions of packages for other systems from the lock file', () => {
    const folder = project({
      'node_modules/addon': { version: '1.0.0', optionalDependencies: { '@addon/linux-x64': '^1.0.0' } },
    });
    const packages = { 'node_modules/@addon/linux-x64': { version: '1.0.7' } };
    writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages }));
    expect(planVersions(['addon'], [folder]).overrides).toEqual({ '@addon/linux-x64': '1.0.7' });
  });

  it('names the package that is installed by another name', () => {
    const folder = project({
      '.': { dependencies: { mine: 'npm:addon@^1.0.0' } },
      'node_modules/mine': { name: 'addon', version: '1.0.0' },
    });
    expect(planVersions(['mine'], [folder]).dependencies).toEqual({ mine: 'npm:addon@1.0.0' });
  });

  it('finds what pnpm has installed for another package', () => {
    const folder = project({ 'node_modules/.pnpm/node_modules/addon': { version: '1.0.0' } });
    expect(planVersions(['addon'], [folder]).dependencies).toEqual({ addon: '1.0.0' });
  });

  it('looks beside the configuration first', () => {
    const near = project({ 'node_modules/addon': { version: '1.0.0' } });
    const far = project({ 'node_modules/addon': { version: '2.0.0' } });
    expect(planVersions(['addon'], [near, far]).dependencies).toEqual({ addon: '1.0.0' });
  });

  it.each([
    'workspace:*',
    'file:../addon',
    'git+ssh://git@host/addon.git',
    'somebody/addon',
    'https://host/a.tgz',
  ])('refuses a package that comes from %s', (specifier) => {
    const folder = project({
      '.': { devDependencies: { addon: specifier } },
      'node_modules/addon': { version: '1.0.0' },
    });
    expect(() => planVersions(['addon'], [folder])).toThrow(`got "${specifier}" in package.json`);
  });
});
