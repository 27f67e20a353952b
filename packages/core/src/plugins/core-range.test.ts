import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtins, folderWith, surroundings } from '../../test/support/configuration.js';
import { resolveConfiguration } from '../config/index.js';
import type { ComputePlugin } from '../spec/plugin.js';
import { VERSION } from '../version.js';
import { resolvePlugin } from './index.js';

const code = `throw new Error('was loaded')`;
const plugin = `module.exports = { kind: 'compute', name: 'fly', specVersion: 1, sections: { fly: {} }, create() {} }`;

/** A folder in which `lithops-backend-fly` is installed, and perhaps a core beside it. */
function withFly(manifest: object, text = plugin, core?: string): string {
  const fly = 'node_modules/lithops-backend-fly';
  const named = { name: 'lithops-backend-fly', version: '2.3.0', main: 'dist/index.js', ...manifest };
  return folderWith({
    [`${fly}/package.json`]: JSON.stringify(named),
    // as builds of CommonJS have it
    [`${fly}/dist/package.json`]: '{ "type": "commonjs" }',
    [`${fly}/dist/index.js`]: text,
    [`${fly}/dist/worker.js`]: '',
    ...(core === undefined
      ? {}
      : {
          [`${fly}/node_modules/@lithops/core/package.json`]: `{"name":"@lithops/core","version":"${core}"}`,
          [`${fly}/node_modules/@lithops/core/index.js`]: '',
        }),
  });
}

const find = (folder: string) =>
  resolvePlugin('compute', 'fly', { builtins: builtins.compute, folders: [folder], where: 'here' });
const version = (message: string) =>
  expect.objectContaining({ code: 'LITHOPS_PLUGIN_VERSION', message: expect.stringContaining(message) });
const peer = (range: string) => ({ peerDependencies: { '@lithops/core': range } });

describe('a plug-in whose package names versions of core', () => {
  it.each([
    '^1.0.0',
    '>=1 <3',
    '1.x || 2.x',
    '*',
    'workspace:^',
    'workspace:^1.0.0',
    'file:../core',
    'latest',
  ])('is taken when this core is one of them: %s', (range) => {
    expect(find(withFly(peer(range))).name).toBe('fly');
  });

  it('is refused before it is loaded when it is for a later core, with what to run', () => {
    const folder = withFly(peer('^99.0.0'), code);
    expect(() => find(folder)).toThrow(version(`Expected the backend "fly" to be for the core that runs`));
    expect(() => find(folder)).toThrow(version(`@lithops/core ${VERSION} (`));
    expect(() => find(folder)).toThrow(version(join(folder, 'node_modules/lithops-backend-fly')));
    expect(() => find(folder)).toThrow(version('lithops-backend-fly 2.3.0'));
    expect(() => find(folder)).toThrow(version('Run: npm i "@lithops/core@^99.0.0"'));
  });

  it('is refused when it is for an earlier core: then it has to be updated itself', () => {
    expect(() => find(withFly(peer('^0.9.0'), code))).toThrow(
      version('Run: npm i lithops-backend-fly@latest'),
    );
  });

  it('is refused with the core that it brought, when that is another', () => {
    const folder = withFly({ dependencies: { '@lithops/core': '^99.0.0' } }, code, '99.1.2');
    const place = join(folder, 'node_modules/lithops-backend-fly/node_modules/@lithops/core');
    expect(() => find(folder)).toThrow(version(`Beside it lies @lithops/core 99.1.2 (${place}).`));
  });

  it('is refused when it was handed over in code, too', () => {
    const folder = withFly(peer('^99.0.0'));
    const worker = pathToFileURL(join(folder, 'node_modules/lithops-backend-fly/dist/worker.js'));
    const given: ComputePlugin = {
      kind: 'compute',
      name: 'fly',
      specVersion: 1,
      sections: { fly: {} },
      worker,
      create: () => {
        throw new Error('never');
      },
    };
    expect(() => resolveConfiguration({ backend: given }, builtins, surroundings(folderWith()))).toThrow(
      version('Expected option "backend" to be for the core that runs'),
    );
  });
});

describe('a plug-in that is installed for all projects', () => {
  it('is found where the program is installed, after the file and the working directory', () => {
    const installedIn = [withFly(peer('^1.0.0'))];
    const around = { ...surroundings(folderWith()), installedIn };
    expect(resolveConfiguration({ backend: 'fly' }, builtins, around).compute.plugin.name).toBe('fly');
  });

  it('yields to the one of the project', () => {
    const around = { ...surroundings(withFly(peer('^1.0.0'))), installedIn: [withFly({}, code)] };
    expect(resolveConfiguration({ backend: 'fly' }, builtins, around).compute.plugin.name).toBe('fly');
  });
});
