import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { isBundlerWrapper } from './bundler-wrapper.js';

/** A program bundled with a CommonJS package, as Lambda and Next builds are. */
function bundle(minify: boolean): string {
  const contents = `import dep from './common-js.cjs'; globalThis.f = () => dep;`;
  const stdin = { contents, resolveDir: join(import.meta.dirname, '../../test/fixtures') };
  const result = buildSync({ stdin, bundle: true, write: false, format: 'esm', platform: 'node', minify });
  return result.outputFiles[0]?.text ?? '';
}

describe('a program whose packages a bundler has swallowed', () => {
  it('shows the wrapper of a package', () => {
    const source = bundle(false);
    expect(source).toContain('import_common_js = __toESM(require_common_js()');
    expect(isBundlerWrapper('import_common_js', source)).toBe(true);
    expect(isBundlerWrapper('require_common_js', source)).toBe(true);
    expect(isBundlerWrapper('__toESM', source)).toBe(false);
  });

  it('shows it minified', () => {
    const source = bundle(true);
    const used = /globalThis\.f=\(\)=>(\w+)\.default/.exec(source)?.[1] ?? '';
    expect(used).not.toBe('');
    expect(isBundlerWrapper(used, source)).toBe(true);
  });

  it.each([
    '__webpack_require__',
    'lodash__WEBPACK_IMPORTED_MODULE_0__',
    '__TURBOPACK__imported__module__1__',
  ])('knows %s by its name', (name) => expect(isBundlerWrapper(name, '')).toBe(true));
});

it('knows what Rollup makes of a CommonJS package', () => {
  const source = `
    var chunk_1 = { exports: {} }; var hasRequiredChunk;
    function requireChunk () { if (hasRequiredChunk) return chunk_1.exports; hasRequiredChunk = 1; return chunk_1.exports; }
    var chunkExports = requireChunk();
    var chunk = /*@__PURE__*/getDefaultExportFromCjs(chunkExports);
    const own = compute(1);`;
  const names = ['requireChunk', 'chunkExports', 'chunk', 'own'];
  expect(names.filter((name) => isBundlerWrapper(name, source))).toEqual([
    'requireChunk',
    'chunkExports',
    'chunk',
  ]);
});

it('does not take ordinary code for a wrapper', () => {
  const source = `var hasRequiredFields = true; var import_ms = __toESM(require("ms")); const requireAll = () => 1; const x = requireAll();
    const y = compute(import_ms);`;
  expect(['import_ms', 'requireAll', 'x', 'y'].filter((name) => isBundlerWrapper(name, source))).toEqual([]);
});
