import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromModule } from '../../src/from-module.js';
import { Program } from '../support/program.js';
import { refusalOf } from '../support/refusal.js';

let program: Program;

beforeAll(() => {
  program = new Program();
  program.install('native', { gypfile: true }, 'exports.run = () => 1;');
  program.install('here', {}, 'exports.Secret = class Secret { #key = 1; get key() { return this.#key } };');
});
afterAll(() => program.remove());

describe('a package that cannot travel', () => {
  it('native code: the error has the line that installs it beside the worker', () => {
    const resize = program.load(
      'resize',
      `const { run } = require('native'); exports.resize = function resize() { return run(); }`,
    );
    const error = refusalOf(resize);
    expect(error).toMatchObject({ code: 'LITHOPS_CLOSURE', path: 'resize → run' });
    expect(error.message).toContain(`packages: ['native']`);
  });

  it.each([
    [
      './not-there.js',
      /an import of \S+not-there\.js, which is not found from .* Correct the path, or put the file there\.$/,
    ],
    ['not-there', /an import of not-there, which is not found from .* Run `npm i not-there`, or keep it out/],
  ])('an import of %s, which is nowhere, in one sentence', (request, message) => {
    const load = program.load('load', `exports.load = () => import('${request}');`);
    const error = refusalOf(load);
    expect(error.message).toMatch(message);
    expect(error.cause).toBeUndefined();
  });

  it('native code that is installed beside the worker is left outside', () => {
    const resize = program.load(
      'resize',
      `const native = require('native'); exports.resize = () => native.run();`,
    );
    expect(() => refusalOf(resize, { packages: ['native'] })).toThrow('but it was captured');
  });

  it('an instance with private state of its own', () => {
    const source = `const { Secret } = require('here'); let secret = new Secret(); exports.read = function read() { return secret.key; }`;
    const error = refusalOf(program.load('read', source));
    expect(error.path).toContain('read → secret');
    expect(error.message).toMatch(/Secret/);
  });

  it('an import that a bundler has turned into its own wrapper', () => {
    const work = program.load(
      'work',
      `var __commonJS = (cb, mod) => function __require() { return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };
      var __toESM = (mod) => ({ default: mod });
      var require_lodash = __commonJS({ 'node_modules/lodash/index.js'(exports) { exports.chunk = () => 1; } });
      var import_lodash = __toESM(require_lodash());
      exports.work = function work() { return import_lodash.default.chunk(); }`,
    );
    const error = refusalOf(work);
    expect(error).toMatchObject({ code: 'LITHOPS_BUNDLED_FUNCTION', path: 'work → import_lodash' });
    expect(error.message).toContain('fromModule');
  });
});

describe('a module by reference that leads to the entry module', () => {
  beforeAll(() => {
    program.write('middle.cjs', `exports.run = () => require(${JSON.stringify(process.argv[1])});`);
    program.write('start.cjs', `exports.run = require('./middle.cjs').run;`);
  });

  it('of fromModule is refused with the import chain', () => {
    const { run } = fromModule<{ run(): number }>(join(program.folder, 'start.cjs'));
    const error = refusalOf(run);
    expect(error.code).toBe('LITHOPS_CLOSURE');
    expect(error.message).toMatch(/start\.cjs → .*middle\.cjs → /);
  });

  it('of import() is refused with the import chain', () => {
    const load = program.load('load', `exports.load = () => import('./start.cjs');`);
    expect(refusalOf(load).message).toMatch(/start\.cjs → .*middle\.cjs → /);
  });
});
