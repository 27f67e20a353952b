import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtins, folderWith, surroundings } from '../../test/support/configuration.js';
import { resolveConfiguration } from '../config/index.js';
import { resolvePlugin } from './index.js';

const plugin = (name: string, kind = 'compute', specVersion = 1): string =>
  `{ kind: '${kind}', name: '${name}', specVersion: ${specVersion}, sections: { '${name}': {} }, create() {} }`;

/** A folder with that package installed in it. */
function withPackage(name: string, code: string, manifest: object = {}): string {
  return folderWith({
    [`node_modules/${name}/package.json`]: JSON.stringify({
      name,
      version: '1.0.0',
      main: 'index.js',
      ...manifest,
    }),
    [`node_modules/${name}/index.js`]: code,
  });
}

const backend = (name: string, ...folders: string[]) =>
  resolvePlugin('compute', name, { builtins: builtins.compute, folders, where: 'lithops.yaml:2:3' });

describe('a plug-in is found', () => {
  it("among core's own, before any package", () => {
    const folder = withPackage('lithops-backend-localhost', `module.exports = ${plugin('localhost')}`);
    expect(backend('localhost', folder)).toBe(builtins.compute[0]);
  });

  it('in the package of this project', () => {
    const folder = withPackage('@lithops/backend-aws-lambda', `exports.default = ${plugin('aws_lambda')}`);
    expect(backend('aws_lambda', folder).name).toBe('aws_lambda');
  });

  it('as one of several in a package', () => {
    const code = `exports.default = ${plugin('aws_s3', 'storage')}; exports.minio = ${plugin('minio', 'storage')}`;
    const folder = withPackage('@lithops/storage-s3', code);
    const found = resolvePlugin('storage', 'minio', { builtins: [], folders: [folder], where: 'here' });
    expect(found.name).toBe('minio');
  });

  it("in anybody's package called after the convention, dashes for underscores", () => {
    const folder = withPackage('lithops-backend-my-fly', `module.exports = ${plugin('my_fly')}`);
    expect(backend('my_fly', folder).name).toBe('my_fly');
  });

  it('by the full name of its package, whatever the plug-in calls itself', () => {
    const folder = withPackage('@acme/fly-backend', `module.exports = ${plugin('fly')}`);
    expect(backend('@acme/fly-backend', folder).name).toBe('fly');
  });

  it('in a file, by its path', () => {
    const folder = folderWith({ 'my-backend.cjs': `module.exports = ${plugin('mine')}` });
    expect(backend('./my-backend.cjs', folder).name).toBe('mine');
  });

  it('in an ES module', () => {
    const folder = withPackage('lithops-backend-fly', `export default ${plugin('fly')}`, { type: 'module' });
    expect(backend('fly', folder).name).toBe('fly');
  });

  it("from the configuration file's folder first, then the working directory", () => {
    const project = withPackage(
      'lithops-backend-fly',
      `exports.first = 'project'; exports.default = ${plugin('fly')}`,
    );
    const elsewhere = folderWith();
    expect(backend('fly', elsewhere, project).name).toBe('fly');
    const config = { [join('conf', '.lithops')]: 'lithops: { backend: fly }' };
    const folder = folderWith({
      ...config,
      'conf/node_modules/lithops-backend-fly/index.js': `module.exports = ${plugin('fly')}`,
    });
    const options = { configFile: join(folder, 'conf', '.lithops') };
    const configuration = resolveConfiguration(options, builtins, surroundings(elsewhere));
    expect(configuration.compute.plugin.name).toBe('fly');
    expect(configuration.mode).toBe('serverless');
  });
});

describe('a plug-in that is not there', () => {
  const missing = (message: string) => expect.objectContaining({ code: 'LITHOPS_PLUGIN_NOT_FOUND', message });

  it('is answered with the install line when it is one of this project', () => {
    const folder = folderWith();
    expect(() => backend('aws_batch', folder)).toThrow(
      missing(
        `lithops.yaml:2:3: the backend "aws_batch" is not installed (looked from ${folder}). Run: npm i @lithops/backend-aws-batch`,
      ),
    );
  });

  it('is answered with the nearest name, and no install line, when nobody knows it', () => {
    const folder = folderWith();
    expect(() => backend('aws_lamda', folder)).toThrow(
      missing(
        `lithops.yaml:2:3: no backend is called "aws_lamda". Did you mean "aws_lambda"? There are: localhost, aws_lambda, aws_batch, aws_ec2, aliyun_fc, vm. Looked for the package "lithops-backend-aws-lamda" from ${folder}.`,
      ),
    );
  });

  it('is told apart when only Lithops for Python has it', () => {
    expect(() => backend('k8s', folderWith())).toThrow(
      expect.objectContaining({ message: expect.stringContaining('does not exist for Node.js') }),
    );
  });

  it('never loads a package that merely has that name', () => {
    const folder = withPackage('fly', 'throw new Error("was run")');
    expect(() => backend('fly', folder)).toThrow(
      expect.objectContaining({ code: 'LITHOPS_PLUGIN_NOT_FOUND' }),
    );
  });

  it.each(['', 'a b', 'node:fs', 'https://x/y', '__proto__', 'constructor'])(
    '%j is no name of one',
    (name) => {
      expect(() => backend(name, folderWith())).toThrow(
        expect.objectContaining({ code: 'LITHOPS_PLUGIN_NOT_FOUND' }),
      );
    },
  );
});

describe('a package that is there but of no use', () => {
  const invalid = (message: string) =>
    expect.objectContaining({ code: 'LITHOPS_PLUGIN_INVALID', message: expect.stringContaining(message) });

  it('cannot be loaded: says why and keeps the cause', () => {
    const folder = withPackage('lithops-backend-fly', 'require("not-installed-sdk")');
    expect(() => backend('fly', folder)).toThrow(invalid("Cannot find module 'not-installed-sdk'"));
  });

  it('has a top-level await', () => {
    const folder = withPackage('lithops-backend-fly', 'await null; export default {}', { type: 'module' });
    expect(() => backend('fly', folder)).toThrow(invalid('must have no top-level await'));
  });

  it('exports nothing to require', () => {
    const folder = withPackage('lithops-backend-fly', '', { exports: { './other': './index.js' } });
    expect(() => backend('fly', folder)).toThrow(invalid('"default" or "require" condition'));
  });

  it.each([
    ['nothing', 'module.exports = {}', 'got none'],
    ['another one', `exports.default = ${plugin('bird')}`, 'got bird'],
    ['one of another kind', `exports.default = ${plugin('fly', 'storage')}`, 'got none'],
  ])('exports %s', (_, code, message) => {
    const folder = withPackage('lithops-backend-fly', code);
    expect(() => backend('fly', folder)).toThrow(invalid(message));
  });

  it('speaks another version of the plug points', () => {
    const newer = withPackage('lithops-backend-fly', `module.exports = ${plugin('fly', 'compute', 2)}`);
    expect(() => backend('fly', newer)).toThrow(
      expect.objectContaining({
        code: 'LITHOPS_PLUGIN_VERSION',
        message: expect.stringContaining(
          'to speak version 1 of the plug points, got 2: it needs a newer core than @lithops/core 1.0.0',
        ),
      }),
    );
    const older = withPackage('lithops-backend-fly', `module.exports = ${plugin('fly', 'compute', 0)}`);
    expect(() => backend('fly', older)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('update the plug-in') }),
    );
  });
});
