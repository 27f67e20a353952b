// Makes what is published of what tsup has built. Each ES module below dist becomes CommonJS that loads what it imports when
// that is first used, so that a program pays for nothing it does not use; the ES modules that a package exports then hand on
// what their CommonJS twins have. So each class exists once in a process, whether the package was imported or required.
// (tsup's own way for CommonJS with shared chunks rewrites classes and loses their names.)
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { makeWhole } from './whole-file.mjs';

const output = 'dist';

/** Sources of core that a program reads before its first worker starts. */
const firstOfCore = [
  'src/errors/lithops-error',
  'src/errors/call-error',
  'src/version',
  'src/storage/cloud-object',
  'src/storage/storage.ts',
  'src/executor/early-worker',
  'src/executor/configured-objects',
  'src/config/surroundings',
  'src/localhost/spare-worker',
  'src/localhost/running-call-file',
  'src/localhost/worker-fds',
  'src/localhost/frames',
  'src/spec/transport-error',
  'src/worker/current-call',
  'src/util/compiled/',
  'src/util/deferred',
  'src/util/process-wide',
  'src/util/thrown',
];

/** Whose chunk has what a program needs for its first job. */
const FIRST_JOB = 'src/executor/open-executor.ts';

/** What is to be read as one file, by package: what a worker reads, and what a program reads before its first
 * worker starts, and for its first job. A file is named, or by one of its sources. */
const wholeFiles = new Map([
  [
    '@lithops/closure',
    [
      { file: 'code-space.cjs', holds: noneOf('src/bundle/', 'src/modules/') },
      { file: 'index.cjs', holds: onlyOf('src/errors', 'src/from-module', 'src/capture/refusals') },
      { file: 'capture.cjs', holds: noneOf('src/bundle/') },
    ],
  ],
  [
    '@lithops/core',
    [
      {
        file: 'localhost-worker.cjs',
        holds: noneOf(),
      },
      {
        file: 'localhost-worker-main.cjs',
        holds: noneOf(
          'localhost/localhost-storage',
          'objects/plan-parts.ts',
          'plugins/define-plugin.ts',
          'storage/storage.ts',
          'util/import-module.ts',
          'worker/storage-registry.ts',
        ),
      },
      {
        file: 'index.cjs',
        holds: onlyOf(...firstOfCore),
        compiled: { of: FIRST_JOB, packages: ['@lithops/closure/capture', 'acorn', 'eslint-scope'] },
      },
      {
        has: FIRST_JOB,
        holds: noneOf(
          ...firstOfCore,
          'src/bundle/',
          'src/packages/',
          'src/util/import-module',
          'localhost/localhost-storage',
        ),
      },
    ],
  ],
]);
const metaUrl = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;";

/** @param {readonly string[]} parts of paths of sources */
function noneOf(...parts) {
  const holds = onlyOf(...parts);
  return (/** @type {readonly string[]} */ sources) => !holds(sources);
}

/** @param {readonly string[]} parts of paths of sources */
function onlyOf(...parts) {
  return (/** @type {readonly string[]} */ sources) =>
    sources.some((source) => parts.some((part) => source.includes(part)));
}

/** @param {string} file */
const read = (file) => readFile(path.join(output, file), 'utf8');
/** @param {string} file @param {string} text */
const write = (file, text) => writeFile(path.join(output, file), text);
/** @param {string} file */
const twinOf = (file) => file.replace(/\.js$/, '.cjs');

/** @param {string} file */
async function convertModule(file) {
  const source = await read(file);
  const { code, map } = await transform(await withInlineMap(file, source), {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcefile: file,
    sourcemap: true,
    sourcesContent: false,
    define: { 'import.meta.url': 'importMetaUrl' },
    ...(source.includes('import.meta.url') && { banner: metaUrl }),
  });
  const small = await shortened(lazily(withTwins(code), file), map);
  await write(twinOf(file), `${small.code}//# sourceMappingURL=${twinOf(file)}.map\n`);
  await write(`${twinOf(file)}.map`, small.map);
}

/**
 * Without comments and blanks, a quarter of what a program would read. Lines stay short: Node.js prints the one that throws.
 * @param {string} code
 * @param {string} map
 */
async function shortened(code, map) {
  // From these words, which are never run, Node.js tells the names that an ES module can import.
  const [names = ''] = /^0 && \(module\.exports = \{[^}]*\}\);$/m.exec(code) ?? [];
  const small = await transform(code + inlined(map), {
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    minifyWhitespace: true,
    lineLimit: 160,
  });
  return { code: small.code + (names && `${names}\n`), map: small.map };
}

/** @param {string} map */
function inlined(map) {
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;
}

/**
 * With its map inside, so that the twin's map leads to the sources.
 * @param {string} file
 * @param {string} source
 */
async function withInlineMap(file, source) {
  if (!source.includes('//# sourceMappingURL=')) return source;
  return source.replace(/\/\/# sourceMappingURL=.*\s*$/, inlined(await read(`${file}.map`)));
}

/**
 * Every `require` at the top moves to the first use of what it gives.
 * @param {string} code
 * @param {string} file
 */
function lazily(code, file) {
  /** @type {string[]} */
  const names = [];
  const declared = code.replace(/^var (import_\w+) = (.*require\("[^"]+"\).*);$/gm, (_, name, value) => {
    names.push(name);
    return `var ${name}_; function ${name}() { return ${name}_ ??= ${value}; }`;
  });
  if (names.length === 0) return code;
  const uses = new RegExp(`(?<!function )\\b(new )?(${names.join('|')})\\b(\\.?)`, 'g');
  return declared.replace(uses, (_, isNew, name, dot) => {
    if (dot === '') throw new Error(`${file}: expected only members of ${name} to be used, got all of it.`);
    return isNew ? `new (${name}()).` : `${name}().`;
  });
}

/** @param {string} file */
async function convertDeclaration(file) {
  await write(file.replace(/\.d\.ts$/, '.d.cts'), withTwins(await read(file)));
}

/**
 * Files of the same folder are imported in their CommonJS form.
 * @param {string} code
 */
function withTwins(code) {
  return code.replaceAll(/(["'])(\.\/[\w.-]+)\.js\1/g, '$1$2.cjs$1');
}

/**
 * What an exported ES module is in the end; `undefined` for one that only hands on what another package has.
 * @param {string} file
 */
async function handingOn(file) {
  if (/^export \* from/m.test(await read(file))) return undefined;
  const { metafile } = await build({
    entryPoints: [path.join(output, file)],
    format: 'esm',
    metafile: true,
    write: false,
    outdir: output,
  });
  const names = Object.values(metafile.outputs).flatMap((one) => one.exports);
  // Required and not imported: to import CommonJS, Node.js reads it once more for the names that it exports.
  return [
    'import { createRequire } from "node:module";',
    `const { ${names.join(', ')} } = createRequire(import.meta.url)("./${twinOf(file)}");`,
    `export { ${names.join(', ')} };`,
    '',
  ].join('\n');
}

/** Those that `exports` of the package names. */
async function exportedModules() {
  const manifest = JSON.parse(await readFile('package.json', 'utf8'));
  return [...JSON.stringify(manifest.exports).matchAll(/"\.\/dist\/([\w.-]+\.js)"/g)].map(
    ([, file]) => file ?? '',
  );
}

/** @param {readonly string[]} files */
async function commandsAmong(files) {
  const texts = await Promise.all(files.map(read));
  return files.filter((_, position) => texts[position]?.startsWith('#!'));
}

async function makeTwins() {
  const files = await readdir(output);
  const all = files.filter((file) => file.endsWith('.js'));
  const commands = await commandsAmong(all); // nobody requires them
  const modules = all.filter((file) => !commands.includes(file));
  await Promise.all([
    ...modules.map(convertModule),
    ...files.filter((file) => file.endsWith('.d.ts')).map(convertDeclaration),
  ]);
  const exported = await exportedModules();
  for (const file of modules) {
    const text = exported.includes(file) ? await handingOn(file) : '';
    if (text === undefined) continue;
    await rm(path.join(output, `${file}.map`), { force: true });
    if (text === '') await rm(path.join(output, file));
    else await write(file, text);
  }
}

/** @param {string} source */
async function chunkWith(source) {
  const chunks = (await readdir(output)).filter((file) => /^chunk-\w+\.cjs\.map$/.test(file));
  for (const chunk of chunks) {
    const { sources } = JSON.parse(await read(chunk));
    if (sources.some((/** @type {string} */ one) => one.endsWith(source))) return chunk.replace(/\.map$/, '');
  }
  throw new Error(`Expected a chunk with ${source} in ${output}, found none.`);
}

/** @param {{ of: string, packages: readonly string[] }} compiled */
async function compiledBy({ of, packages }) {
  const by = await chunkWith('src/util/compiled/require-compiled.ts');
  return { chunk: await chunkWith(of), by, packages };
}

await makeTwins();
const { name } = JSON.parse(await readFile('package.json', 'utf8'));
for (const { file, has, holds, compiled } of wholeFiles.get(name) ?? [])
  await makeWhole(file ?? (await chunkWith(has)), holds, compiled && (await compiledBy(compiled)));
