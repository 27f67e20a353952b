import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root, run } from '../setup/command.mjs';
import { publishedPackages } from '../workspace.js';
import { type Kind, moves, type Versions } from './versions.js';

const packages = publishedPackages();
const plugins = packages
  .filter(({ manifest }) => manifest.peerDependencies?.['@lithops/core'] !== undefined)
  .map(({ manifest }) => manifest.name);

let project: string;

beforeEach(async () => {
  project = await realpath(await mkdtemp(path.join(tmpdir(), 'lithops-changesets-')));
  const files = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', '.changeset/config.json'];
  for (const file of [...files, ...packages.map(({ folder }) => `${folder}/package.json`)]) {
    await mkdir(path.dirname(path.join(project, file)), { recursive: true });
    await cp(path.join(root, file), path.join(project, file));
  }
  await symlink(path.join(root, 'node_modules'), path.join(project, 'node_modules'));
  await run('git', ['init', '--quiet', '--initial-branch=main'], { cwd: project });
});

afterEach(() => rm(project, { recursive: true, force: true }));

/** How far each version moves for a changeset about these packages. */
async function kindsAfter(changeset: Readonly<Record<string, Kind>>): Promise<ReadonlyMap<string, Kind>> {
  const head = Object.entries(changeset).map(([name, kind]) => `'${name}': ${kind}\n`);
  await writeFile(
    path.join(project, '.changeset/any.md'),
    `---\n${head.join('')}---\n\nSomething changes.\n`,
  );
  const before = await versions();
  const program = path.join(root, 'node_modules/@changesets/cli/bin.js');
  await run(process.execPath, [program, 'version'], { cwd: project });
  return new Map(moves(before, await versions()).map(({ name, kind }) => [name, kind]));
}

async function versions(): Promise<Versions> {
  const manifests = packages.map(({ folder }) => manifestOf(folder));
  return new Map((await Promise.all(manifests)).map(({ name, version }) => [name, version]));
}

async function manifestOf(folder: string): Promise<{ readonly name: string; readonly version: string }> {
  return JSON.parse(await readFile(path.join(project, folder, 'package.json'), 'utf8'));
}

describe('changelogs', { timeout: 60_000 }, () => {
  it('say what changed, and lead nowhere', async () => {
    await kindsAfter({ '@lithops/monitor-rabbitmq': 'minor' });
    const changelog = await readFile(path.join(project, 'packages/monitor-rabbitmq/CHANGELOG.md'), 'utf8');
    expect(changelog).toContain('Something changes.');
    expect(changelog).not.toMatch(/\]\(|:\/\//);
  });
});

describe('versions', { timeout: 60_000 }, () => {
  it('of plug-ins stay where they are when core gets a minor version', async () => {
    const kinds = await kindsAfter({ '@lithops/core': 'minor' });
    expect(kinds.get('@lithops/core')).toBe('minor');
    expect(plugins.length).toBeGreaterThan(3);
    expect(plugins.map((name) => [name, kinds.get(name)])).toEqual(plugins.map((name) => [name, 'none']));
  });

  it('of all plug-ins are major ones when that of core is: those before refuse the new core', async () => {
    const kinds = await kindsAfter({ '@lithops/core': 'major' });
    expect(plugins.map((name) => [name, kinds.get(name)])).toEqual(plugins.map((name) => [name, 'major']));
  });

  it.each(['patch', 'minor', 'major'] as const)(
    'of core, the command and the two in one are the same: a %s',
    async (kind) => {
      const kinds = await kindsAfter({ '@lithops/core': kind });
      expect([kinds.get('@lithops/cli'), kinds.get('lithops')]).toEqual([kind, kind]);
    },
  );

  it('are independent: a plug-in that changes moves alone', async () => {
    const kinds = await kindsAfter({ '@lithops/monitor-rabbitmq': 'minor' });
    const moved = [...kinds].filter(([, kind]) => kind !== 'none');
    expect(moved).toEqual([['@lithops/monitor-rabbitmq', 'minor']]);
  });
});
