import { describe, expect, it } from 'vitest';
import { versionSource } from '../release/core-version.mjs';
import { codesIn, wrongPages } from './error-pages.js';
import { tooLong } from './file-length.js';
import { forbiddenTexts } from './forbidden-text.js';
import { brokenLinks } from './links.js';
import { misshapen, wrongVersionInSource } from './package-shape.js';
import { topLevelAwaits } from './top-level-await.js';

describe('the length of files', () => {
  const long = 'x;\n'.repeat(301);

  it('accepts 300 lines and refuses 301', () => {
    expect(tooLong([{ path: 'a.ts', text: 'x;\n'.repeat(300) }])).toEqual([]);
    expect(tooLong([{ path: 'a.ts', text: long }])).toEqual([expect.stringContaining('a.ts has 301 lines')]);
  });

  it('accepts more when the top of the file says why', () => {
    expect(tooLong([{ path: 'a.ts', text: `// Long because it is one table.\n${long}` }])).toEqual([]);
  });
});

describe('top-level await', () => {
  it.each(['await work();', 'for await (const x of y) {}', 'await using x = y;', 'if (a) { await b; }'])(
    'refuses %s',
    (text) => {
      expect(topLevelAwaits([{ path: 'a.ts', text }])).toEqual([expect.stringContaining('a.ts:1')]);
    },
  );

  it('accepts it inside functions and in tests', () => {
    expect(
      topLevelAwaits([{ path: 'a.ts', text: 'const f = async () => { await using x = await y; };' }]),
    ).toEqual([]);
    expect(topLevelAwaits([{ path: 'a.test.ts', text: 'await work();' }])).toEqual([]);
  });
});

describe('forbidden text', () => {
  const slash = '/';

  it.each([
    ['a registry', 'https://registry.npmjs' + '.org/lodash'],
    ['a home folder', `${slash}home/somebody/project`],
    ['a home folder on macOS', `${slash}Users/somebody/project`],
    ['a merge conflict', `${'<'.repeat(7)} HEAD`],
    ['an access key', 'AKIA' + 'ABCDEFGHIJKLMNOP'],
  ])('refuses %s, with its line', (_what, text) => {
    expect(forbiddenTexts([{ path: 'a.ts', text: `first\n${text}` }])).toEqual([
      expect.stringContaining('a.ts:2 '),
    ]);
  });

  it('accepts paths of nobody and addresses of others', () => {
    const text = '/home/user/x /usr/bin/node https://nodejs.org AKIAIOSFODNN7EXAMPLE';
    expect(forbiddenTexts([{ path: 'a.md', text }])).toEqual([]);
  });
});

describe('pages of error codes', () => {
  const sentences =
    'Something went wrong in a way that takes more than a few words to tell, so here they are.';
  const good = `# LITHOPS_A\n\n## What happened\n\n${sentences}\n\n## How to fix\n\n${sentences}\n`;
  const page = { path: 'docs/errors/LITHOPS_A.md', text: good };
  const index = { path: 'docs/errors/README.md', text: '[LITHOPS_A](LITHOPS_A.md)' };
  const codes = new Map([['LITHOPS_A', 'a.ts']]);

  it('finds codes in sources, not in tests, and leaves environment variables alone', () => {
    const text =
      "throw error('LITHOPS_A'); process.env.LITHOPS_STORAGE_BUCKET; process.env['LITHOPS__AWS__REGION'];";
    const files = [
      { path: 'a.ts', text },
      { path: 'b.test.ts', text: "'LITHOPS_B'" },
    ];
    expect([...codesIn(files).keys()]).toEqual(['LITHOPS_A']);
  });

  it('accepts a code with a page that helps', () => {
    expect(wrongPages(codes, [page, index])).toEqual([]);
  });

  it('misses a page, and says which file names the code', () => {
    expect(wrongPages(codes, [index])).toEqual([expect.stringContaining('LITHOPS_A (a.ts) has no page')]);
  });

  it('refuses a page without help, and one that the index forgot', () => {
    const curt = {
      ...page,
      text: good.replace(`## How to fix\n\n${sentences}`, '## How to fix\n\nTry again.'),
    };
    expect(wrongPages(codes, [curt, index])).toEqual([expect.stringContaining('How to fix')]);
    expect(wrongPages(codes, [page, { ...index, text: '' }])).toEqual([
      expect.stringContaining('does not link'),
    ]);
  });

  it('refuses a page about a code that nothing has', () => {
    expect(wrongPages(new Map(), [page, index])).toEqual([
      expect.stringContaining('no source has this code'),
    ]);
  });
});

describe('the shape of a package', () => {
  const manifest = {
    name: '@lithops/storage-x',
    version: '1.0.0',
    description: 'Keeps things.',
    license: 'Apache-2.0',
    type: 'module',
    engines: { node: '>=20.19' },
    files: ['dist', 'src', '!src/**/*.test.ts'],
    main: './dist/index.cjs',
    types: './dist/index.d.ts',
    exports: {
      './package.json': './package.json',
      '.': {
        import: { types: './dist/index.d.ts', default: './dist/index.js' },
        require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
      },
    },
    scripts: { build: 'tsup && node ../../scripts/build/common-js.mjs', types: 'tsc', test: 'vitest run' },
  };
  const folder = 'packages/storage-x';
  const all = () => true;

  it('accepts the shape that all have', () => {
    expect(misshapen({ folder, manifest }, all)).toEqual([]);
  });

  it('refuses code before types', () => {
    const [types, code] = ['./dist/index.d.ts', './dist/index.js'];
    const reversed = { ...manifest.exports['.'], import: { default: code, types } };
    const exports = { ...manifest.exports, '.': reversed };
    expect(misshapen({ folder, manifest: { ...manifest, exports } }, all)).toEqual([
      expect.stringContaining('"exports" of "." must be'),
    ]);
  });

  it('misses the README', () => {
    expect(misshapen({ folder, manifest }, (file) => file !== 'README.md')).toEqual([
      'packages/storage-x: README.md is missing.',
    ]);
  });

  it('refuses other scripts, another licence, a version before 1.0.0', () => {
    const other = { ...manifest, scripts: { build: 'tsc' }, license: 'MIT', version: '0.1.0' };
    expect(misshapen({ folder, manifest: other }, all)).toHaveLength(3);
  });

  it('refuses a core that says another version than its package', () => {
    const core = {
      folder: 'packages/core',
      manifest: { ...manifest, name: '@lithops/core', version: '1.2.3' },
    };
    expect(wrongVersionInSource(core, versionSource('1.2.3'))).toEqual([]);
    expect(wrongVersionInSource(core, versionSource('1.2.2'))).toEqual([
      expect.stringContaining('VERSION is not 1.2.3'),
    ]);
    expect(wrongVersionInSource({ folder, manifest }, versionSource('1.2.2'))).toEqual([]);
  });
});

describe('links in the documentation', () => {
  const there = (file: string) => file === 'docs/b.md';
  const broken = (text: string) =>
    brokenLinks(
      [
        { path: 'docs/a.md', text },
        { path: 'docs/b.md', text: '# What it is: a test' },
      ],
      there,
    );

  it('may lead to files, to headings and to other hosts', () => {
    expect(broken('[b](b.md) [b](../docs/b.md#what-it-is-a-test) [x](https://nodejs.org/x)')).toEqual([]);
  });

  it('may not lead nowhere; the place is told', () => {
    expect(broken('\n[c](c.md)')).toEqual(['docs/a.md:2 links to c.md, which does not exist.']);
    expect(broken('[b](b.md#elsewhere)')).toEqual([expect.stringContaining('no heading')]);
  });

  it('are not what code looks like', () => {
    expect(broken('```ts\nlist[0](c.md)\n```\nand `x[0](c.md)`')).toEqual([]);
  });
});
