import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromModule } from '../../src/from-module.js';
import { refusalOf } from '../support/refusal.js';

let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
/** A module of a program that lies in a folder of its own, with packages of its own. */
function program(source: string): Record<string, (...values: unknown[]) => unknown> {
  const file = `program-${Math.abs(hash(source))}.cjs`;
  write(file, source);
  return createRequire(join(root, 'x.cjs'))(`./${file}`);
}
const hash = (text: string) => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);

beforeAll(() => {
  root = mkdtempSync(join(import.meta.dirname, '.program-'));
  write('package.json', '{}');
  write('node_modules/native/package.json', '{ "name": "native", "version": "1.0.0", "gypfile": true }');
  write('node_modules/native/index.js', 'exports.run = () => 1;');
  write('node_modules/here/package.json', '{ "name": "here", "version": "1.0.0" }');
  write(
    'node_modules/here/index.js',
    'exports.run = () => 1; exports.Secret = class { #key = 1; get key() { return this.#key } };',
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a package that cannot travel', () => {
  it('native code: the error has the line that installs it beside the worker', () => {
    const { resize } = program(`const { run } = require('native'); exports.resize = () => run();`);
    const error = refusalOf(resize ?? fail);
    expect(error).toMatchObject({ code: 'LITHOPS_CLOSURE', path: 'resize → run' });
    expect(error.message).toContain(`packages: ['native']`);
  });

  it('native code that is installed beside the worker is left outside', () => {
    const { resize } = program(`const native = require('native'); exports.resize = () => native.run();`);
    expect(() => refusalOf(resize ?? fail, { packages: ['native'] })).toThrow('but it was captured');
  });

  it('an instance with private state of its own', () => {
    const { read } = program(
      `const { Secret } = require('here'); let secret = new Secret(); exports.read = () => secret.key;`,
    );
    const error = refusalOf(read ?? fail);
    expect(error.path).toContain('read → secret');
    expect(error.message).toMatch(/Secret/);
  });

  it('an import that a bundler has turned into its own wrapper', () => {
    const { work } = program(`
      var __create = Object.create;
      var __commonJS = (cb, mod) => function __require() { return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };
      var __toESM = (mod) => ({ default: mod });
      var require_lodash = __commonJS({ 'node_modules/lodash/index.js'(exports) { exports.chunk = () => 1; } });
      var import_lodash = __toESM(require_lodash());
      exports.work = () => import_lodash.default.chunk();`);
    const error = refusalOf(work ?? fail);
    expect(error).toMatchObject({ code: 'LITHOPS_BUNDLED_FUNCTION', path: 'work → import_lodash' });
    expect(error.message).toContain('fromModule');
  });
});

describe('a module by reference that leads to the entry module', () => {
  it('of fromModule is refused with the import chain', () => {
    write('middle.cjs', `require(${JSON.stringify(process.argv[1])}); exports.run = () => 1;`);
    write('start.cjs', `require('./middle.cjs'); exports.run = () => 1;`);
    const { run } = fromModule<{ run(): number }>(join(root, 'start.cjs'));
    const error = refusalOf(run);
    expect(error.code).toBe('LITHOPS_CLOSURE');
    expect(error.message).toMatch(/start\.cjs → .*middle\.cjs → /);
  });

  it('of import() is refused with the import chain', () => {
    const { load } = program(`exports.load = () => import('./start.cjs');`);
    const error = refusalOf(load ?? fail);
    expect(error.message).toMatch(/start\.cjs → .*middle\.cjs → /);
  });
});

function fail(): never {
  throw new Error('the program has no such function');
}
