import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockedVersions } from './lock-file.js';

function folderWith(name: string, text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lithops-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, name), text);
  return folder;
}

const npm = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { name: 'project', version: '0.0.1' },
    'node_modules/addon': { version: '1.2.3' },
    'node_modules/@addon/linux-x64': { version: '1.2.3-rc.1' },
    'node_modules/helper': { version: '1.0.0' },
    'node_modules/addon/node_modules/helper': { version: '2.0.0' },
  },
});

const pnpm = `
lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      addon:
        specifier: ^1.0.0
        version: 1.2.3(peer@1.0.0)

packages:

  addon@1.2.3:
    resolution: {integrity: sha512-AA==}

  '@addon/linux-x64@1.2.3-rc.1':
    resolution: {integrity: sha512-AA==}
    cpu: [x64]

  helper@1.0.0:
    resolution: {integrity: sha512-AA==}

  helper@2.0.0:
    resolution: {integrity: sha512-AA==}

snapshots:

  addon@1.2.3(peer@1.0.0):
    dependencies:
      helper: 2.0.0

  '@addon/linux-x64@1.2.3-rc.1': {}
`;

const yarn1 = `
addon@^1.0.0, addon@^1.2.0:
  version "1.2.3"
  dependencies:
    helper "^2.0.0"

"@addon/linux-x64@1.2.3-rc.1":
  version "1.2.3-rc.1"

helper@^1.0.0:
  version "1.0.0"

helper@^2.0.0:
  version "2.0.0"
`;

const yarn4 = `
"addon@npm:^1.0.0, addon@npm:^1.2.0":
  version: 1.2.3
  resolution: "addon@npm:1.2.3"

"@addon/linux-x64@npm:1.2.3-rc.1":
  version: 1.2.3-rc.1

"helper@npm:^1.0.0":
  version: 1.0.0

"helper@npm:^2.0.0":
  version: 2.0.0
`;

const bun = `{
  "lockfileVersion": 1,
  "packages": {
    "addon": ["addon@1.2.3", "", { "dependencies": { "helper": "^2.0.0" } }, "sha512-AA=="],
    "@addon/linux-x64": ["@addon/linux-x64@1.2.3-rc.1", "", { "os": "linux" }, "sha512-AA=="],
    "helper": ["helper@1.0.0", "", {}, "sha512-AA=="],
    "addon/helper": ["helper@2.0.0", "", {}, "sha512-AA=="],
  }
}
`;

describe('the versions of a lock file', () => {
  it.each([
    ['package-lock.json', 'npm', npm],
    ['npm-shrinkwrap.json', 'npm', npm],
    ['pnpm-lock.yaml', 'pnpm', pnpm],
    ['yarn.lock', 'Yarn 1', yarn1],
    ['yarn.lock', 'Yarn 4', yarn4],
    ['bun.lock', 'Bun', bun],
  ])('are read from %s of %s, but for packages of which there are several', (name, _, text) => {
    const folder = folderWith(name, text);
    const expected = { addon: '1.2.3', '@addon/linux-x64': '1.2.3-rc.1' };
    expect(Object.fromEntries(lockedVersions(folder))).toEqual(expected);
  });

  it('are those of the nearest folder above that has one', () => {
    const folder = folderWith('package-lock.json', npm);
    const below = path.join(folder, 'packages/one');
    mkdirSync(below, { recursive: true });
    expect(lockedVersions(below).get('addon')).toBe('1.2.3');
  });
});
