import { transformSync } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { importsOf } from './imports-of.js';

const binding = (specifier: string, imported: string, interop: string, members: string[] = []) => ({
  specifier,
  imported,
  interop,
  members,
});
const imports = (source: string) => Object.fromEntries(importsOf(source));

function byTypeScript(source: string): string {
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
  };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}
const byEsbuild = (source: string, minify = false) =>
  transformSync(source, { format: 'cjs', platform: 'node', minify }).code;
const userProgram = `
  import Decimal from 'decimal.js';
  import { z as schema } from 'zod';
  import * as path from 'node:path';
  import { helper } from './helper.js';
  export const run = () => [Decimal, schema, path, helper];
`;

describe('the imports of an ES module', () => {
  it('binds default, named, renamed and namespace imports', () => {
    expect(imports(userProgram)).toEqual({
      Decimal: binding('decimal.js', 'default', 'esm'),
      schema: binding('zod', 'z', 'esm'),
      path: binding('node:path', '*', 'esm'),
      helper: binding('./helper.js', 'helper', 'esm'),
    });
  });

  it('binds a default and named imports of one statement, string names and attributes', () => {
    const source = `
      import a, { default as b, 'odd name' as c } from 'x';
      import data from './data.json' with { type: 'json' };`;
    expect(imports(source)).toEqual({
      a: binding('x', 'default', 'esm'),
      b: binding('x', 'default', 'esm'),
      c: binding('x', 'odd name', 'esm'),
      data: binding('./data.json', 'default', 'esm'),
    });
  });

  it('binds awaited imports, alone, destructured and in Promise.all', () => {
    const source = `
      const whole = await import('a');
      const { x, y: { z } } = await import('b');
      const made = (await import('c')).default;
      const [d, { e }] = await Promise.all([import('d'), import('e')]);`;
    expect(imports(source)).toEqual({
      whole: binding('a', '*', 'esm'),
      x: binding('b', 'x', 'esm'),
      z: binding('b', 'y', 'esm', ['z']),
      made: binding('c', 'default', 'esm'),
      d: binding('d', '*', 'esm'),
      e: binding('e', 'e', 'esm'),
    });
  });

  it('follows createRequire', () => {
    const source = `
      import { createRequire as make } from 'node:module';
      const load = make(import.meta.url);
      const ms = load('ms');`;
    expect(imports(source)).toMatchObject({ ms: binding('ms', '*', 'require') });
  });

  it('knows exported declarations', () => {
    expect(imports(`export const zod = await import('zod')`)).toEqual({ zod: binding('zod', '*', 'esm') });
  });

  it('does not mistake locals of functions for imports of the module', () => {
    expect(imports(`function f() { const x = require('x'); return x } const y = g('y')`)).toEqual({});
  });
});

describe('the imports of a CommonJS module', () => {
  it('binds require, destructuring and members', () => {
    const source = `
      #!/usr/bin/env node
      const ms = require('ms'), { a, b: c } = require('x');
      const read = require('fs').promises.readFile;
      let late; late = require('late');
      try { optional = require('optional') } catch {}`.trimStart();
    expect(imports(source)).toEqual({
      ms: binding('ms', '*', 'require'),
      a: binding('x', 'a', 'require'),
      c: binding('x', 'b', 'require'),
      read: binding('fs', 'promises', 'require', ['readFile']),
      late: binding('late', '*', 'require'),
      optional: binding('optional', '*', 'require'),
    });
  });

  it('reads a program that no ES module can be', () => {
    expect(imports(`const ms = require('ms'); with (ms) {} return 1;`)).toEqual({
      ms: binding('ms', '*', 'require'),
    });
  });
});

describe('the imports that transpilers leave', () => {
  it('TypeScript to CommonJS', () => {
    expect(imports(byTypeScript(userProgram))).toMatchObject({
      decimal_js_1: binding('decimal.js', '*', 'import-default'),
      zod_1: binding('zod', '*', 'require'),
      path: binding('node:path', '*', 'import-star'),
      helper_js_1: binding('./helper.js', '*', 'require'),
    });
  });

  it('TypeScript with tslib', () => {
    const source = `
      const tslib_1 = require("tslib");
      const decimal_js_1 = tslib_1.__importDefault(require("decimal.js"));
      const path = (0, tslib_1.__importStar)(require("path"));`;
    expect(imports(source)).toMatchObject({
      decimal_js_1: binding('decimal.js', '*', 'import-default'),
      path: binding('path', '*', 'import-star'),
    });
  });

  it('esbuild, tsup and tsx to CommonJS', () => {
    expect(imports(byEsbuild(userProgram))).toMatchObject({
      import_decimal: binding('decimal.js', '*', 'import-star'),
      import_zod: binding('zod', '*', 'require'),
      path: binding('node:path', '*', 'import-star'),
      import_helper: binding('./helper.js', '*', 'require'),
    });
  });

  it('esbuild minified, where the helpers have lost their names', () => {
    const found = [...importsOf(byEsbuild(userProgram, true)).values()];
    expect(found).toEqual([
      binding('decimal.js', '*', 'import-star'),
      binding('zod', '*', 'require'),
      binding('node:path', '*', 'import-star'),
      binding('./helper.js', '*', 'require'),
    ]);
  });

  it('esbuild for a file that is an ES module to Node.js', () => {
    const source = 'var import_ms = __toESM(require("ms"), 1);';
    expect(imports(source)).toEqual({ import_ms: binding('ms', '*', 'import-node') });
  });

  it('tsx, which wraps CommonJS in a function', () => {
    const source = `__filename="/p/a.ts";(()=>{\n"use strict";var acorn=__toESM(require("acorn"));\n})()`;
    expect(imports(source)).toEqual({ acorn: binding('acorn', '*', 'import-star') });
  });

  it('Babel and swc', () => {
    const source = `
      var _ms = _interopRequireDefault(require("ms"));
      var path = _interopRequireWildcard(require("path"));
      const _zod = /*#__PURE__*/ _interop_require_wildcard(require("zod"));
      const _x = _interop_require_default(require("x")).default;`;
    expect(imports(source)).toEqual({
      _ms: binding('ms', '*', 'import-default'),
      path: binding('path', '*', 'import-star'),
      _zod: binding('zod', '*', 'import-star'),
      _x: binding('x', 'default', 'import-default'),
    });
  });

  it('Jest, which wraps modules in a function of an object', () => {
    const source = `({"Object.<anonymous>":function(module,exports,require,__dirname,__filename,jest){
      const _ms = _interopRequireDefault(require("ms"));
    }});`;
    expect(imports(source)).toEqual({ _ms: binding('ms', '*', 'import-default') });
  });

  it('vite and vitest', () => {
    const source = `'use strict';async (__vite_ssr_import__,require)=>{{const __vite_ssr_import_0__ = await __vite_ssr_import__("/@fs/p/node_modules/ms/index.js", {"importedNames":["default"]});
      const __vi_import_0__ = await import("zod");
    }}`;
    expect(imports(source)).toEqual({
      __vite_ssr_import_0__: binding('/@fs/p/node_modules/ms/index.js', '*', 'vite'),
      __vi_import_0__: binding('zod', '*', 'esm'),
    });
  });
});

it('finds no imports in what is not JavaScript', () => {
  expect(imports('import type { A } from "a"; enum B {')).toEqual({});
});
