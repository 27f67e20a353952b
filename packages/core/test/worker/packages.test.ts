import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FunctionExecutor } from '@lithops/core';
import type { WorkerPlatform } from '@lithops/core/spec';
import { faas, WorkerFleet } from '@lithops/testing-backends';
import { unzipSync } from 'fflate';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { npmProject, type Project, type ProjectParts } from '../support/npm-project.js';
import { npmRegistry, type Published } from '../support/npm-registry.js';
import { uploadingBackend } from '../support/uploading-backend.js';

const arm64: WorkerPlatform = { os: 'linux', cpu: 'arm64', libc: 'glibc' };

/** A package as those with native code are made: each system's part is a package of its own. */
const addon = (version: string): Published => ({
  name: 'addon',
  version,
  manifest: {
    optionalDependencies: { '@addon/linux-x64': version, '@addon/linux-arm64': version },
    dependencies: { helper: '^1.0.0' },
  },
  files: { 'index.js': `exports.told = () => 'addon ${version}, ' + require('helper').told;` },
});

const part = (cpu: 'x64' | 'arm64', version: string): Published => ({
  name: `@addon/linux-${cpu}`,
  version,
  manifest: { os: ['linux'], cpu: [cpu], libc: ['glibc'] },
  files: { 'addon.node': `for ${cpu}` },
});

const helper = (version: string): Published => ({
  name: 'helper',
  version,
  files: { 'index.js': `exports.told = 'helper ${version}';` },
});

/** All versions of all of them. */
const published = ['1.0.0', '1.1.0', '2.0.0'].flatMap((version) => [
  addon(version),
  part('x64', version),
  part('arm64', version),
  helper(version),
]);

const askAddon = 'const addon = require("addon"); module.exports = () => addon.told();';

/** Nothing is kept from one test to the next, nor for programs of this user. */
beforeEach(async () => {
  const scratch = await mkdtemp(path.join(tmpdir(), 'lithops-packages-'));
  vi.stubEnv('TMPDIR', scratch);
  vi.stubEnv('npm_config_cache', path.join(scratch, 'npm'));
  // It would win over that of a project.
  vi.stubEnv('npm_config_registry', undefined);
  vi.stubEnv('NPM_CONFIG_REGISTRY', undefined);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(scratch, { recursive: true });
  });
});

async function project(parts: Partial<ProjectParts> = {}): Promise<Project> {
  const registry = parts.registry ?? (await npmRegistry(published)).url;
  const installed = { addon: addon('1.0.0'), helper: helper('1.0.0') };
  return npmProject({ registry, installed, ...parts });
}

async function executor({ configFile }: Project, packages: readonly string[], platform = arm64) {
  const backend = await uploadingBackend(platform);
  const exec = new FunctionExecutor({ backend: backend.plugin, configFile, packages });
  onTestFinished(async () => {
    await exec.close();
    await backend.close();
  });
  return { exec, bundle: backend.bundle };
}

/** What a job comes to that has the package `addon` beside its workers. */
async function failure(of: Project, packages: readonly string[] = ['addon']): Promise<unknown> {
  const { exec } = await executor(of, packages);
  return await exec.callAsync((n: number) => n, 1).catch((error: unknown) => error);
}

async function filesOf(bundle: Awaited<ReturnType<typeof executor>>['bundle']): Promise<readonly string[]> {
  return Object.keys(unzipSync(await bundle().zip()));
}

/** As a system does that empties its temporary folder. */
async function loseFile(name: string): Promise<void> {
  const all = await readdir(tmpdir(), { recursive: true });
  const lost = all.filter((file) => file.endsWith(name));
  for (const file of lost) await rm(path.join(tmpdir(), file));
}

describe('packages beside a worker', () => {
  it('are what functions import there, at the versions that are installed here', async () => {
    const here = await project();
    const { exec } = await executor(here, ['addon']);
    const told = await here.load<() => string>(askAddon);
    expect(await exec.callAsync(told, undefined)).toBe('addon 1.0.0, helper 1.0.0');
  });

  it('are installed for the system of the workers, with nothing besides', async () => {
    const { exec, bundle } = await executor(await project(), ['addon']);
    await exec.callAsync((n: number) => n, 1);
    const below = ['addon', '@addon/linux-arm64', 'helper'].map(
      (name) => `node_modules/${name}/package.json`,
    );
    const installed = (await filesOf(bundle)).filter((name) => name.endsWith('package.json'));
    expect(installed.sort()).toEqual(below.sort());
    expect((await readdir(bundle().directory)).sort()).toEqual([
      'core.js',
      'index.js',
      'node_modules',
      'rare.js',
    ]);
  });

  it('have several versions of what they need where they have that here', async () => {
    const user = { name: 'user', version: '1.0.0', manifest: { dependencies: { helper: '>=1' } } };
    const files = { 'index.js': 'exports.told = require("helper").told;' };
    const here = await project({
      registry: (await npmRegistry([...published, { ...user, files }])).url,
      installed: {
        addon: addon('1.0.0'),
        helper: helper('1.0.0'),
        user: { ...user, files },
        'user/node_modules/helper': helper('1.1.0'),
      },
    });
    const ask =
      'const user = require("user"), addon = require("addon"); module.exports = () => [user.told, addon.told()];';
    const { exec } = await executor(here, ['addon', 'user']);
    expect(await exec.callAsync(await here.load<() => string[]>(ask), undefined)).toEqual([
      'helper 1.1.0',
      'addon 1.0.0, helper 1.0.0',
    ]);
  });

  it('are asked of the registry once, and again when files of them have gone', async () => {
    const registry = await npmRegistry(published);
    const here = await project({ registry: registry.url });
    const run = async () => {
      const { exec, bundle } = await executor(here, ['addon']);
      registry.asked.length = 0;
      await exec.callAsync((n: number) => n, 1);
      return { asked: registry.asked.length, bundle: bundle() };
    };
    const first = await run();
    const second = await run();
    await loseFile('node_modules/helper/index.js');
    const third = await run();
    expect([first.asked > 0, second.asked, third.asked > 0]).toEqual([true, 0, true]);
    expect([second.bundle.hash, third.bundle.hash]).toEqual([first.bundle.hash, first.bundle.hash]);
    expect(Buffer.compare(await second.bundle.zip(), await third.bundle.zip())).toBe(0);
  });

  it('come from the private registry of the project, and neither its token nor its address goes along', async () => {
    const { url } = await npmRegistry(published, 's3cr3t-t0ken');
    const host = url.replace('http:', '');
    const here = await project({ registry: url, settings: [`${host}/:_authToken=s3cr3t-t0ken`] });
    const { exec, bundle } = await executor(here, ['addon'], { ...arm64, cpu: 'x64' });
    await exec.callAsync((n: number) => n, 1);
    const files = unzipSync(await bundle().zip());
    const texts = Object.entries(files).map(([name, bytes]) => `${name} ${Buffer.from(bytes).toString()}`);
    expect(texts.filter((text) => text.startsWith('node_modules/addon/'))).not.toEqual([]);
    expect(texts.filter((text) => text.includes('s3cr3t-t0ken') || text.includes(host))).toEqual([]);
  });
});

describe('packages that cannot be put beside a worker', () => {
  const code = 'LITHOPS_PACKAGES';

  it('are missing here', async () => {
    const here = await project();
    expect(await failure(here, ['unknown'])).toMatchObject({
      code,
      message: expect.stringMatching(new RegExp(`"unknown".*${here.folder}.*npm i unknown$`)),
    });
  });

  it.each(['addon@1.0.0', '../addon', 'addon/lib'])('have a name that is none: %s', async (name) => {
    expect(await failure(await project(), [name])).toMatchObject({
      code,
      message: expect.stringContaining('names of npm packages'),
    });
  });

  it('come from no registry', async () => {
    const here = await project({ dependencies: { addon: 'github:somebody/addon' } });
    expect(await failure(here)).toMatchObject({
      code,
      message: expect.stringContaining('got "github:somebody/addon" in package.json'),
    });
  });

  it('are unknown to the registry: npm says so', async () => {
    const here = await project({ registry: (await npmRegistry([])).url });
    expect(await failure(here)).toMatchObject({
      code,
      message: expect.stringMatching(/npm to install.*but it failed:\n {2}code E404\n.*addon/s),
    });
  });

  it('are refused by the registry: npm says so, and nobody says the token', async () => {
    const { url } = await npmRegistry(published, 'the right one');
    const settings = [`${url.replace('http:', '')}/:_authToken=\${TOKEN_OF_TEST}`];
    vi.stubEnv('TOKEN_OF_TEST', 'wr0ng-t0ken');
    const failed = await failure(
      await project({ registry: url, settings, installed: { addon: addon('2.0.0') } }),
    );
    expect(failed).toMatchObject({ code, message: expect.stringMatching(/E401/) });
    expect(String(failed)).not.toContain('wr0ng-t0ken');
  });

  it('get their native code from a script, which is not run', async () => {
    const built = { name: 'built', version: '1.0.0', files: { 'binding.gyp': '{}', 'index.js': '' } };
    const { url } = await npmRegistry([built]);
    const failed = await failure(await project({ registry: url, installed: { built } }), ['built']);
    expect(failed).toMatchObject({ code, message: expect.stringMatching(/"built".*lithops runtime build/) });
  });

  it('have no npm to install them', async () => {
    const here = await project();
    const { exec } = await executor(here, ['addon']);
    vi.stubEnv('PATH', here.folder);
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('Expected npm on the PATH'),
    });
  });

  it('are for a backend that does not say what its workers are', async () => {
    const backend = await uploadingBackend();
    const exec = new FunctionExecutor({ backend: backend.plugin, packages: ['addon'] });
    onTestFinished(async () => {
      await exec.close();
      await backend.close();
    });
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toMatchObject({
      code: 'LITHOPS_UNSUPPORTED',
      message: expect.stringContaining('uploading says nothing'),
    });
  });
});

describe('packages, where workers see the files of this machine', () => {
  const plugins = { localhost: () => 'localhost', faas: (fleet: WorkerFleet) => faas({ fleet }).plugin };

  it.each(['localhost', 'faas'] as const)('are left where they are: %s', async (name) => {
    const here = await project();
    const told = await here.load<() => string>(askAddon);
    const fleet = new WorkerFleet();
    const backend = plugins[name](fleet);
    const exec = new FunctionExecutor({ backend, configFile: here.configFile, packages: ['addon'] });
    onTestFinished(async () => {
      await exec.close();
      await fleet.close();
    });
    vi.stubEnv('PATH', here.folder); // where npm is not
    expect(await exec.callAsync(told, undefined)).toBe('addon 1.0.0, helper 1.0.0');
  });
});
