import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capture } from '../../src/index.js';
import { Program } from '../support/program.js';
import { refusalOf } from '../support/refusal.js';
import { RemoteJob } from '../support/remote.js';

const natives = { natives: 'external' } as const;
let program: Program;

/** Finds the add-on from the folder that it is given, as `node-gyp-build` and `bindings` do: lost once it is bundled. */
const finder = `
  const { readFileSync } = require('node:fs');
  const { join } = require('node:path');
  module.exports = (folder) => ({ answer: () => readFileSync(join(folder, 'build/Release/addon.node'), 'utf8') });`;

beforeAll(() => {
  program = new Program();
  program.install('node-gyp-build', {}, finder);
  program.install(
    'addon',
    { dependencies: { 'node-gyp-build': '*' } },
    `module.exports = require('node-gyp-build')(__dirname);`,
  );
  program.write('node_modules/addon/build/Release/addon.node', 'from the addon');
  // One that only the package which needs it can see, and that nothing but the file shows to be native.
  program.install('wrapper', {}, `const inner = require('inner'); exports.load = () => inner.load();`);
  program.install(
    'wrapper/node_modules/inner',
    {},
    `exports.load = () => require('./build/Release/inner.node');`,
  );
  program.write('node_modules/wrapper/node_modules/inner/build/Release/inner.node', 'no machine code');
});
afterAll(() => program.remove());

const answer = () =>
  program.load('answer', `const addon = require('addon'); exports.answer = () => addon.answer();`);
const load = () => program.load('load', `const { load } = require('wrapper'); exports.load = () => load();`);

describe('packages with native add-ons', () => {
  it('are refused by default, with the line that has them installed', () => {
    expect(refusalOf(answer()).message).toContain(`packages: ['addon']`);
    expect(refusalOf(load(), { natives: 'refuse' }).message).toContain(`packages: ['inner']`);
  });

  it('are loaded from where the program has them, by a worker that shares the file system', async () => {
    expect(await new RemoteJob(answer(), natives).call()).toBe('from the addon');
  });

  it('are found from the package that needs them, which is bundled', async () => {
    // The engine's own loader says so: the file is found and opened.
    await expect(new RemoteJob(load(), natives).call()).rejects.toThrow(
      /node_modules\/wrapper\/node_modules\/inner\/build\/Release\/inner\.node/,
    );
  });

  it('are named by the capsule as what the worker must have', () => {
    const names = (fn: ReturnType<typeof answer>) =>
      capture(fn, natives).externals.map(({ packageName }) => packageName);
    expect([names(answer()), names(load())]).toEqual([['addon'], ['inner']]);
  });

  it('may be needed by the class of an item, too', async () => {
    const make = program.load(
      'make',
      `const addon = require('addon'); class Reader { read() { return addon.answer(); } } exports.make = () => new Reader();`,
    );
    const job = new RemoteJob(
      (reader: unknown) => Reflect.apply(Reflect.get(Object(reader), 'read'), reader, []),
      natives,
    );
    expect(await job.call(make())).toBe('from the addon');
  });
});
