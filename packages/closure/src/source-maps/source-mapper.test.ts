import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync, transformSync } from 'esbuild';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SourceMapper } from './source-mapper.js';

const source = `interface Item { size: number }

export function resize(item: Item): number {
  if (item.size > 1) throw new RangeError('too big');
  return item.size;
}
`;
const thrown = { line: 4, column: 28 };
let root: string;
let original: string;

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lithops-maps-')));
  original = join(root, 'resize.ts');
  writeFileSync(original, source);
});
afterAll(() => rmSync(root, { recursive: true }));

/** Where `new RangeError` stands in a script, as a stack frame would say it. */
function placeOf(script: string): [line: number, column: number] {
  const before = script.slice(0, script.indexOf('new RangeError')).split('\n');
  return [before.length, (before.at(-1)?.length ?? 0) + 1];
}

describe('a frame of a compiled script', () => {
  it('is mapped by a map beside the script (tsc, tsup)', () => {
    const outfile = join(root, 'linked.js');
    buildSync({ entryPoints: [original], outfile, sourcemap: 'linked', minify: true, format: 'cjs' });
    const script = ts.sys.readFile(outfile) ?? '';
    expect(script).toContain('sourceMappingURL=linked.js.map');
    expect(new SourceMapper().map(outfile, ...placeOf(script))).toEqual({ file: original, ...thrown });
    expect(new SourceMapper().map(pathToFileURL(outfile).href, ...placeOf(script))).toEqual({
      file: original,
      ...thrown,
    });
  });

  it('is mapped by an inline map of a script that exists only in memory (tsx, vitest, Jest)', () => {
    const { code } = transformSync(source, {
      loader: 'ts',
      sourcemap: 'inline',
      sourcefile: original,
      minifyWhitespace: true,
    });
    const mapper = new SourceMapper({ sourceOf: (url) => (url === original ? code : undefined) });
    expect(mapper.map(original, ...placeOf(code))).toEqual({ file: original, ...thrown });
  });

  it('is mapped by what TypeScript writes, with relative sources', () => {
    const compilerOptions = {
      inlineSourceMap: true,
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
    };
    const { outputText } = ts.transpileModule(source, { compilerOptions, fileName: 'resize.ts' });
    const script = join(root, 'resize.js');
    writeFileSync(script, outputText);
    expect(new SourceMapper().map(script, ...placeOf(outputText))).toMatchObject({
      file: original,
      line: thrown.line,
    });
  });

  it('is mapped by a map that was handed over, as that of a bundle', () => {
    const { code, map } = transformSync(source, { loader: 'ts', sourcemap: true, sourcefile: original });
    const mapper = new SourceMapper();
    mapper.add('lithops-bundle:1', map);
    expect(mapper.map('lithops-bundle:1', ...placeOf(code))).toEqual({ file: original, ...thrown });
  });

  it('takes the last of several map comments', () => {
    const { code } = transformSync(source, { loader: 'ts', sourcemap: 'inline', sourcefile: original });
    const mapper = new SourceMapper({ sourceOf: () => `//# sourceMappingURL=inner.map\n${code}` });
    const [line, column] = placeOf(code);
    expect(mapper.map(original, line, column)).toEqual({ file: original, ...thrown });
  });
});

describe('a frame without a map', () => {
  it("is the user's own place: type stripping keeps positions", () => {
    expect(new SourceMapper().map(original, 4, 28)).toBeUndefined();
  });

  it('is kept when the script, or its map, is not there or is broken', () => {
    const mapper = new SourceMapper({
      sourceOf: (url) =>
        `//# sourceMappingURL=${url === '/a.js' ? 'data:application/json,{broken' : 'gone.map'}`,
    });
    expect(mapper.map('/a.js', 1, 1)).toBeUndefined();
    expect(mapper.map('/b.js', 1, 1)).toBeUndefined();
    expect(new SourceMapper().map('/nowhere/c.js', 1, 1)).toBeUndefined();
    expect(new SourceMapper().map('node:fs', 1, 1)).toBeUndefined();
  });

  it('is kept when the map says nothing of the place', () => {
    const mapper = new SourceMapper();
    mapper.add('x', JSON.stringify({ version: 3, sources: [], names: [], mappings: '' }));
    expect(mapper.map('x', 1, 1)).toBeUndefined();
  });
});
