import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifySpecifier } from './classify-specifier.js';

let root: string;
const file = (path: string) => join(root, path);
const write = (path: string, text: string) => {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
};
const classify = (specifier: string, from = 'src/main.ts') => classifySpecifier(specifier, file(from));

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lithops-classify-')));
  write('package.json', '{ "name": "program", "imports": { "#helper": "./src/helper.ts", "#ms": "ms" } }');
  write('tsconfig.json', '{ /* aliases */ "compilerOptions": { "paths": { "@/*": ["./src/*"], } } } // end');
  write('src/main.ts', '');
  write('src/helper.ts', '');
  write('src/folder/index.ts', '');
  write('src/data.json', '{}');
  write('node_modules/ms/package.json', '{ "name": "ms", "version": "1.0.0" }');
  write('node_modules/ms/index.js', '');
  write(
    'node_modules/@s/esm/package.json',
    '{ "name": "@s/esm", "exports": { ".": { "import": "./main.mjs" }, "./sub": "./sub.mjs" } }',
  );
  write('node_modules/@s/esm/main.mjs', '');
  write('node_modules/@s/esm/sub.mjs', '');
  write(
    'node_modules/@lithops/core/package.json',
    '{ "name": "@lithops/core", "exports": { ".": { "import": { "default": "./dist/index.js" } } } }',
  );
  write('node_modules/@lithops/core/dist/index.js', '');
  write('workspace/shared/package.json', '{ "name": "shared", "main": "index.js" }');
  write('workspace/shared/index.js', '');
  symlinkSync(file('workspace/shared'), file('node_modules/shared'));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('an import leads to', () => {
  it('a built-in, with or without its scheme', () => {
    expect(classify('fs/promises')).toEqual({ kind: 'builtin', specifier: 'node:fs/promises' });
    expect(classify('node:test')).toEqual({ kind: 'builtin', specifier: 'node:test' });
  });

  it('an installed package', () => {
    expect(classify('ms')).toMatchObject({
      kind: 'package',
      packageName: 'ms',
      file: file('node_modules/ms/index.js'),
    });
  });

  it('an installed package that only ES modules can import', () => {
    expect(classify('@s/esm')).toMatchObject({ kind: 'package', specifier: '@s/esm', packageName: '@s/esm' });
  });

  it('an installed package, by the path a loader gave it', () => {
    const byPath = classify(`/@fs${file('node_modules/@s/esm/sub.mjs')}?v=1`);
    expect(byPath).toMatchObject({ kind: 'package', specifier: '@s/esm/sub', packageName: '@s/esm' });
  });

  it("the worker's own copy of Lithops, by name and by path", () => {
    const lithops = { kind: 'lithops', specifier: '@lithops/core', packageName: '@lithops/core' };
    expect(classify('@lithops/core')).toEqual(lithops);
    expect(classify(file('node_modules/@lithops/core/dist/index.js'))).toMatchObject(lithops);
  });

  it("the user's own file: extension left out, .js written for .ts, a folder, a URL, a vite path", () => {
    const helper = { kind: 'own', file: file('src/helper.ts') };
    for (const specifier of [
      './helper.js',
      './helper',
      '../src/helper.ts',
      `file://${file('src/helper.ts')}`,
      '/src/helper.ts',
    ]) {
      expect(classify(specifier)).toMatchObject(helper);
    }
    expect(classify('./folder')).toMatchObject({ kind: 'own', file: file('src/folder/index.ts') });
  });

  it("a package of the user's own workspace, which is own code", () => {
    expect(classify('shared')).toMatchObject({ kind: 'own', file: file('workspace/shared/index.js') });
  });

  it('what package.json imports and tsconfig paths say', () => {
    expect(classify('#helper')).toMatchObject({ kind: 'own', file: file('src/helper.ts') });
    expect(classify('#ms')).toMatchObject({ kind: 'package', packageName: 'ms' });
    expect(classify('@/helper')).toMatchObject({ kind: 'own', file: file('src/helper.ts') });
  });

  it('JSON', () => {
    expect(classify('./data.json')).toMatchObject({ kind: 'json', file: file('src/data.json') });
  });

  it('own code when only an alias of other tools can have answered it', () => {
    expect(classify('app-alias/thing')).toEqual({ kind: 'own', specifier: 'app-alias/thing' });
  });
});
