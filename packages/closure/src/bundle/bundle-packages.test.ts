// Long because its groups share one folder of made-up packages, whose making takes longer than the tests.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClosureError } from '../errors.js';
import type { BundleOptions } from './bundle-options.js';
import { bundlePackages } from './bundle-packages.js';
import { PackageTable } from './open-packages.js';
import type { PackageReference } from './package-reference.js';

let root: string;
const file = (path: string) => join(root, path);
const write = (path: string, text: string) => {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
};
const installed = (name: string, manifest: object, files: Record<string, string>) => {
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', ...manifest }));
  for (const [path, text] of Object.entries(files)) write(`node_modules/${name}/${path}`, text);
};

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lithops-bundle-')));
  write('main.mjs', '');
  write('own/shared.ts', 'export const base: number = 40; export const where = import.meta.url;');
  write(
    'own/work.ts',
    `import { base } from './shared.js'; import cjs from 'cjs'; export const crunch = (x: number) => base + x + cjs.one;`,
  );
  write('own/loops.ts', `import '../entry.ts'; export const f = () => 1;`);
  write('entry.ts', `import './own/loops.ts';`);
  installed(
    'cjs',
    { main: 'index.js' },
    { 'index.js': 'exports.one = 1; exports.two = 2; exports.at = __filename;' },
  );
  installed(
    'transpiled',
    {},
    {
      'index.js': `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'inner'; exports.name = 'named';`,
    },
  );
  installed(
    'esm',
    { type: 'module', exports: { '.': './index.js', './sub': './sub.js' } },
    {
      'index.js': `export { used } from './used.js'; export { unused } from './unused.js'; export default class Thing {}`,
      'used.js': `export const used = () => 'used';`,
      'unused.js': `export const unused = () => 'never wanted';`,
      'sub.js': `export const sub = import.meta.url;`,
    },
  );
  installed(
    'dual',
    { exports: { import: './esm.mjs', require: './cjs.js' } },
    {
      'esm.mjs': `export const system = 'import';`,
      'cjs.js': `exports.system = 'require';`,
    },
  );
  installed(
    'builtins',
    {},
    { 'index.js': `const { join } = require('path'); module.exports = () => join('a', 'b');` },
  );
  installed(
    'json',
    {},
    { 'index.js': `module.exports = require('./data.json');`, 'data.json': '{"deep":[1]}' },
  );
  installed(
    'import-only',
    { type: 'module', exports: { import: './m.js' } },
    { 'm.js': 'export const answer = 42;' },
  );
  installed('awaits', { type: 'module' }, { 'index.js': `export const late = await Promise.resolve(1);` });
  installed('native', { gypfile: true }, { 'index.js': `exports.isNative = () => true;` });
  installed(
    'uses-native',
    { dependencies: { native: '1' } },
    { 'index.js': `const { isNative } = require('native'); exports.ask = isNative;` },
  );
  installed(
    'optional',
    {},
    {
      'index.js': `exports.load = () => require('nobody-has-this'); try { require('nor-this') } catch (error) { exports.code = error.code }`,
    },
  );
  installed('peer', {}, { 'index.js': `class Peer {} exports.Peer = Peer;` });
  installed('uses-peer', {}, { 'index.js': `exports.Peer = require('peer').Peer;` });
  write('other/main.mjs', '');
  write('other/node_modules/cjs/package.json', '{ "name": "cjs", "version": "2.0.0" }');
  write('other/node_modules/cjs/index.js', 'exports.one = "another one";');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const reference = (
  specifier: string,
  imported = '*',
  more: Partial<PackageReference> = {},
): PackageReference => ({
  specifier,
  imported,
  interop: 'esm',
  members: [],
  from: file('main.mjs'),
  ...more,
});
const options = (more: BundleOptions = {}): BundleOptions => ({ entryFile: file('entry.ts'), ...more });

/** Bundles, sends as data, opens, reads. */
function values(references: readonly PackageReference[], more: BundleOptions = {}): unknown[] {
  const bundle = structuredClone(bundlePackages(references, options(more)));
  const table = new PackageTable(bundle);
  return bundle.entries.map(({ key }) => table.get(key));
}
const value = (...args: Parameters<typeof reference>) => values([reference(...args)])[0];
function refusal(references: readonly PackageReference[], more: BundleOptions = {}): ClosureError {
  try {
    bundlePackages(references, options(more));
  } catch (error) {
    if (error instanceof ClosureError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('a bundled package', () => {
  it('gives named, default and namespace imports of an ES module', () => {
    const [used, Thing, all] = values([
      reference('esm', 'used'),
      reference('esm', 'default'),
      reference('esm'),
    ]);
    expect(used).toBeInstanceOf(Function);
    expect(Thing).toHaveProperty('name', 'Thing');
    expect(all).toMatchObject({ used, default: Thing });
  });

  it('gives a CommonJS module as Node.js shows it to an ES module: default is module.exports', () => {
    expect(value('cjs', 'default')).toMatchObject({ one: 1, two: 2 });
    expect(value('cjs', 'two')).toBe(2);
    expect(value('transpiled', 'default')).toMatchObject({ default: 'inner', name: 'named' });
  });

  it('gives what each transpiler would: require, __importDefault, __importStar, __toESM, vite', () => {
    expect(value('cjs', 'one', { interop: 'require' })).toBe(1);
    expect(value('cjs', 'default', { interop: 'import-default' })).toMatchObject({ one: 1 });
    expect(value('transpiled', 'default', { interop: 'import-default' })).toBe('inner');
    expect(value('transpiled', 'default', { interop: 'import-star' })).toBe('inner');
    expect(value('cjs', '*', { interop: 'import-star' })).toMatchObject({ one: 1, default: { one: 1 } });
    expect(value('transpiled', 'default', { interop: 'import-node' })).toMatchObject({ default: 'inner' });
    expect(value('transpiled', 'default', { interop: 'vite' })).toBe('inner');
    expect(value('transpiled', 'name', { interop: 'vite' })).toBe('named');
    expect(value('esm', 'used', { interop: 'vite' })).toBeInstanceOf(Function);
  });

  it('is resolved by the condition of the system that imports it', () => {
    expect(value('dual', 'system')).toBe('import');
    expect(value('dual', 'system', { interop: 'require' })).toBe('require');
  });

  it('reads members of members, sub-paths, JSON and built-ins', () => {
    expect(value('json', 'default', { members: ['deep', '0'] })).toBe(1);
    expect(value('esm/sub', 'sub')).toMatch(/^file:/);
    expect(value('cjs/package.json', 'version', { interop: 'require' })).toBe('1.0.0');
    expect(value('builtins', 'default')).toBeInstanceOf(Function);
  });

  it('is one copy for all that import it', () => {
    const [direct, through] = values([reference('peer', 'Peer'), reference('uses-peer', 'Peer')]);
    expect(direct).toBe(through);
  });

  it('is tree-shaken', () => {
    const shaken = bundlePackages([reference('esm', '*', { names: ['used'] })], options());
    expect(shaken.code).toContain('used');
    expect(shaken.code).not.toContain('never wanted');
    expect(bundlePackages([reference('esm', 'used')], options()).code).not.toContain('never wanted');
  });

  it('of which two versions are in use is found by each importer', () => {
    const mine = reference('cjs', 'one');
    const theirs = reference('cjs', 'one', { from: file('other/main.mjs') });
    expect(values([mine, theirs])).toEqual([1, 'another one']);
  });

  it('may ask for modules that nobody has, and fails only there, as in Node.js', () => {
    const optional = value('optional');
    expect(optional).toMatchObject({ code: 'MODULE_NOT_FOUND' });
    expect(() => Reflect.get(Object(optional), 'load')()).toThrow(/nobody-has-this/);
  });

  it('has a hash of its code and a map to its files', () => {
    const bundle = bundlePackages([reference('cjs', 'one')], options());
    expect(bundle.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(bundle.map ?? '').sources).toContain(file('node_modules/cjs/index.js'));
  });
});

describe('modules that are not bundled', () => {
  it.each([
    ['null bundles none', { includeModules: null }, ['cjs', 'esm']],
    ['a list bundles only those', { includeModules: ['esm'] }, ['cjs']],
    ['an empty list bundles all', { includeModules: [] }, []],
    ['excludeModules keeps some out', { excludeModules: ['esm'] }, ['esm']],
    ['packages are installed beside the worker', { packages: ['cjs'] }, ['cjs']],
  ])('%s', (_, choice, expected) => {
    const { entries } = bundlePackages([reference('cjs', 'one'), reference('esm', 'used')], options(choice));
    expect(entries.flatMap(({ external }) => external?.specifier ?? [])).toEqual(expected);
  });

  it('are resolved from the file that imports them, with the same interop', () => {
    const choice = { includeModules: null };
    expect(values([reference('cjs', 'default', { members: ['one'] })], choice)).toEqual([1]);
    expect(values([reference('esm', 'default')], choice)[0]).toHaveProperty('name', 'Thing');
    expect(values([reference('cjs', '*')], choice)).toMatchObject([{ two: 2, default: { two: 2 } }]);
  });

  it('may be answered by the worker: Lithops itself always is', () => {
    const bundle = bundlePackages(
      [reference('@lithops/core', 'version'), reference('cjs', 'one')],
      options(),
    );
    const table = new PackageTable(bundle, {
      resolveModule: (name) => (name === '@lithops/core' ? { version: 'its own' } : undefined),
    });
    expect(bundle.entries.map(({ key }) => table.get(key))).toEqual(['its own', 1]);
  });

  it('are the same built-ins as here', async () => {
    expect(value('fs', 'readFileSync')).toBe((await import('node:fs')).readFileSync);
    expect(value('node:path', 'default')).toBe((await import('node:path')).default);
  });

  it('inside a bundled package are asked for by the bundle', () => {
    const bundle = bundlePackages([reference('uses-peer', 'Peer')], options({ excludeModules: ['peer'] }));
    expect(bundle.externals).toEqual([
      { specifier: 'peer', packageName: 'peer', from: file('node_modules/uses-peer/index.js') },
    ]);
    const table = new PackageTable(bundle);
    expect(table.get(bundle.entries[0]?.key ?? '')).toHaveProperty('name', 'Peer');
  });
});

describe('a module by reference', () => {
  it('is bundled with what it imports, transpiled, and run when it is asked for', async () => {
    const asked = reference('./own/work.js', '*', { lazy: true });
    const [load] = values([asked]);
    const module: unknown = await Reflect.apply(Object(load), undefined, []);
    expect(Reflect.get(Object(module), 'crunch')(1)).toBe(42);
  });

  it('may be given at once, also when it offers itself to import only', () => {
    const [load] = values([reference('import-only', 'answer', { interop: 'require', lazy: true })]);
    expect(Reflect.apply(Object(load), undefined, [])).toBe(42);
  });

  it('that reaches the entry module is refused with the chain', () => {
    const error = refusal([reference(file('own/loops.ts'), '*', { lazy: true, path: 'job → f' })]);
    expect(error.path).toBe('job → f');
    expect(error.message).toContain(`${file('own/loops.ts')} → ${file('entry.ts')}`);
  });
});

describe('a package that cannot be bundled', () => {
  it('names the line that installs what is not found', () => {
    const error = refusal([reference('absent/sub', 'x', { path: 'resize → x' })]);
    // Nobody installed it, so it counts as the user's own: it is asked for by name all the same.
    expect(error).toMatchObject({ code: 'LITHOPS_CLOSURE', path: 'resize → x' });
    expect(error.message).toContain('npm i absent');
  });

  it('names packages that use top-level await', () => {
    const error = refusal([reference('awaits', 'late', { path: 'f → late' })]);
    expect(error).toMatchObject({ path: 'f → late' });
    expect(error.message).toMatch(/awaits uses top-level await/);
  });

  it('names native packages, direct and indirect, with the line that has them installed', () => {
    expect(refusal([reference('native', 'isNative')]).message).toContain(`packages: ['native']`);
    expect(refusal([reference('uses-native', 'ask')]).message).toContain(`packages: ['native']`);
  });

  it('loads native packages from where they are when the file system is shared', () => {
    const natives = { natives: 'external' } as const;
    const [ask] = values([reference('uses-native', 'ask')], natives);
    expect(Reflect.apply(Object(ask), undefined, [])).toBe(true);
    expect(bundlePackages([reference('native', 'isNative')], options(natives)).code).not.toContain(
      'isNative=()',
    );
  });

  it('names an export that does not exist', () => {
    expect(refusal([reference('esm', 'nothing', { path: 'f → nothing' })])).toMatchObject({
      path: 'f → nothing',
    });
  });
});

describe('the cache of bundles', () => {
  const cached = () =>
    readdirSync(file('node_modules/.cache/lithops')).filter((name) => name.endsWith('.json'));

  it('keeps one file for each bundle, beside the packages, and no drafts', () => {
    bundlePackages([reference('cjs', 'one')], options());
    const before = readdirSync(file('node_modules/.cache/lithops'));
    bundlePackages([reference('cjs', 'one')], options());
    expect(readdirSync(file('node_modules/.cache/lithops'))).toEqual(before);
    expect(before).toEqual(cached());
  });

  it('builds again when a file that went in has changed', () => {
    installed('edited', {}, { 'index.js': 'exports.x = 1;' });
    expect(value('edited', 'x')).toBe(1);
    installed('edited', {}, { 'index.js': 'exports.x = "changed";' });
    expect(value('edited', 'x')).toBe('changed');
  });

  it('does not run what was written over', () => {
    bundlePackages([reference('builtins', 'default')], options());
    for (const name of cached()) {
      const path = file(`node_modules/.cache/lithops/${name}`);
      writeFileSync(path, '{"code":"throw 1","hash":"0","inputs":[],"externals":[]}');
    }
    const call = `const b = bundlePackages([${JSON.stringify(reference('builtins', 'default'))}]); console.log(typeof new PackageTable(b).get(b.entries[0].key))`;
    expect(inFreshProcess(call)).toBe('function');
  });

  it('is kept in the temp folder when the project is read-only', () => {
    // Root may write anywhere, but below a file nobody can.
    write('a-file', '');
    const temp = file('temp');
    mkdirSync(temp, { recursive: true });
    const directory = JSON.stringify(file('a-file/below-a-file'));
    const call = `bundlePackages([${JSON.stringify(reference('cjs', 'two'))}], { cacheDirectory: ${directory} })`;
    inFreshProcess(call, { TMPDIR: temp });
    const [own = ''] = readdirSync(temp).filter((name) => name.startsWith('lithops-cache-'));
    expect(readdirSync(join(temp, own))).toHaveLength(1);
  });
});

describe('the bundler, when it is not installed', () => {
  const withoutEsbuild = `
    const Module = require('node:module'); const resolve = Module._resolveFilename;
    Module._resolveFilename = function (name, ...rest) {
      if (name === 'esbuild') throw Object.assign(new Error('none'), { code: 'MODULE_NOT_FOUND' });
      return resolve.call(this, name, ...rest);
    };`;
  const bundled = (given: PackageReference, more: BundleOptions = {}) =>
    inFreshProcess(`${withoutEsbuild}
      try { console.log(bundlePackages([${JSON.stringify(given)}], ${JSON.stringify(more)}).entries[0].key) }
      catch (error) { console.log(error.message) }`);

  it('is not missed for built-ins and excluded packages', () => {
    expect(bundled(reference('fs', 'readFileSync'))).toBe('node:fs#readFileSync');
    expect(bundled(reference('cjs', 'one'), { excludeModules: ['cjs'] })).toBe('cjs#one');
  });

  it('is not missed for a bundle that is in the cache', () => {
    bundlePackages([reference('peer', 'Peer')], options());
    expect(bundled(reference('peer', 'Peer'), options())).toBe('peer#Peer');
  });

  it('is asked for with its install line', () => {
    const message = bundled(reference('cjs', 'neverCached', { path: 'f → ms' }));
    expect(message).toContain('Cannot ship f → ms');
    expect(message).toContain('npm i esbuild');
  });
});

/** Runs statements in a process of their own, with the source of this package loaded by tsx. */
function inFreshProcess(statements: string, env: NodeJS.ProcessEnv = {}): string {
  const program = `
    const require = process.getBuiltinModule('node:module').createRequire(${JSON.stringify(import.meta.filename)});
    const { bundlePackages, PackageTable } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
    ${statements}`;
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', program];
  return execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } }).trim();
}
